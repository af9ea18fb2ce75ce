// The form's short pages without leaving the page, so that the browser's own Back and Forward go through them: what was
// typed lives in this page's memory alone, and the history holds only how many steps were made. Without script each step
// is a page of its own, sealed as before.
type Step = { page: string; url: string; held?: HTMLElement; title: string };
type Begin = (root: ParentNode) => void;

let steps: Step[] = [];
let at = 0;
let asking: AbortController | undefined;
let files: FileList | null = null;
let left = false;
let begin: Begin = () => undefined;

const form = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("form#write");
const named = (root: ParentNode): string => root.querySelector<HTMLInputElement>("form#write [name=page]")?.value ?? "";

export function keepSteps(start: Begin): void {
  const first = form();
  if (!first) return;
  begin = start;
  at = Number(history.state?.at ?? 0);
  steps[at] = { page: named(document), url: location.pathname, title: document.title };
  history.replaceState({ at }, "", location.pathname);
  document.addEventListener("submit", step);
  window.addEventListener("popstate", walk);
  document.addEventListener("leaving", forget);
}

function forget(): void {
  left = true;
  asking?.abort();
  [steps, files] = [[], null];
}

function step(event: SubmitEvent): void {
  const sent = event.target as HTMLFormElement;
  if (sent.id !== "write") return;
  event.preventDefault();
  const button = event.submitter as HTMLButtonElement | null;
  const url = button?.getAttribute("formaction") ?? sent.getAttribute("action") ?? location.pathname;
  if (!asking) void ask(url, filled(sent, button?.value ?? "next", button?.getAttribute("formenctype")), arrive);
}

// What a browser would send: files only with the page that holds them.
function filled(sent: HTMLFormElement, go: string, type?: string | null): BodyInit {
  const data = new FormData(sent);
  files = sent.querySelector<HTMLInputElement>("input[type=file]")?.files ?? files;
  data.set("go", go);
  if ((type ?? sent.enctype) === "multipart/form-data") return data;
  return new URLSearchParams([...data].filter((pair): pair is [string, string] => typeof pair[1] === "string"));
}

async function ask(url: string, body: BodyInit | undefined, then: (next: Document, url: string, status: number) => void): Promise<void> {
  const mine = (asking = new AbortController());
  try {
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, signal: mine.signal, headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!left && asking === mine) then(next, url, answer.status);
  } catch {
    if (!left && asking === mine) lost();
  } finally {
    if (asking === mine) asking = undefined;
  }
}

// The server did not answer: the page stays as it is, and says so.
function lost(): void {
  const said = form()?.querySelector<HTMLElement>("[data-lost]");
  if (!said) return;
  said.hidden = false;
  said.focus();
}

// Another page is another step; the same one, with what is wrong or in another language, takes its place.
function arrive(next: Document, url: string, status: number): void {
  const page = named(next);
  if (status >= 400 && !page) steps[at].held = document.body;
  if (page !== steps[at].page || steps[at].held || next.querySelector(".receipt")) {
    steps.length = ++at;
    history.pushState({ at }, "", url);
  } else history.replaceState({ at }, "", url);
  show(next, url);
}

// Back and Forward: the page asked for, with all that was typed until now; what is shown only once comes out of memory.
function walk(event: PopStateEvent): void {
  const to = Number(event.state?.at ?? -1);
  const wanted = steps[to];
  asking?.abort();
  asking = undefined;
  if (left || !wanted || to === at) return;
  at = to;
  if (wanted.held) return again(wanted, wanted.held);
  const here = form();
  const body = here ? filled(here, wanted.page, "") : undefined;
  void ask(wanted.url, body, (next) => show(next, wanted.url));
}

// A receipt stays as it was shown; a form that an error had covered goes on.
function again(wanted: Step, held: HTMLElement): void {
  swap(held, wanted.title);
  if (held.dataset.once === undefined) wanted.held = undefined;
}

function show(next: Document, url: string): void {
  const once = !next.querySelector("form#write") || !!next.querySelector(".receipt");
  const [old, main] = [document.querySelector("main"), next.querySelector("main")];
  const alike = next.documentElement.lang === document.documentElement.lang && !once && form() && document.body.dataset.once === undefined;
  if (alike && old && main) {
    old.replaceWith(main);
    document.title = next.title;
    begin(main);
    refill(main);
    settle();
  } else {
    const { lang, dir } = next.documentElement;
    Object.assign(document.documentElement, { lang, dir });
    const body = next.body;
    if (once) body.dataset.once = "";
    if (!named(next)) files = null;
    swap(body, next.title, () => begin(document));
    refill(body);
  }
  steps[at] = { page: named(document), url, title: document.title, held: once ? document.body : undefined };
}

function swap(body: HTMLElement, title: string, first: () => void = () => undefined): void {
  document.body.replaceWith(body);
  document.title = title;
  first();
  settle();
}

function refill(root: ParentNode): void {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  if (!input || !files?.length) return;
  input.files = files;
  input.dispatchEvent(new Event("change"));
}

// Where a reader goes on: what is wrong, or the heading, which says where one is.
function settle(): void {
  window.scrollTo(0, 0);
  const target = document.querySelector<HTMLElement>(".govuk-error-summary") ?? document.querySelector<HTMLElement>("main h1");
  target?.setAttribute("tabindex", "-1");
  target?.focus();
}
