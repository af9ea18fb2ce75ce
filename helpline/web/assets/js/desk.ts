// The desk works without script; with it the lists stay true by themselves and time keeps walking.
import { Button, ErrorSummary, SkipLink } from "govuk-frontend";
import htmx from "htmx.org";
import "htmx-ext-sse";
import { keepBeside } from "./beside";
import { keepDecision, keepReply } from "./decide";
import { keepDrafts, keepLooking } from "./drafts";
import { keepNote } from "./case";
import { keepClocks } from "./clocks";
import { keepOutcomes } from "./follow_ups";
import { keepKeys } from "./keys";
import { keepMore } from "./more";
import { keepNotices, tellOfDanger } from "./notice";
import { keepPalette } from "./palette";
import { keepQueue } from "./queue";
import { keepSegments } from "./segments";
import { keepWriting } from "./session";

// The content security policy forbids inline styles and evaluated code, so htmx must not try.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  scrollBehavior: "auto",
});

document.body.classList.add("js-enabled", "govuk-frontend-supported");
const start = (module: string, begin: (root: HTMLElement) => unknown): void =>
  document.querySelectorAll<HTMLElement>(`[data-module="${module}"]`).forEach(begin);

start("govuk-button", (root) => new Button(root));
start("govuk-error-summary", (root) => new ErrorSummary(root));
start("govuk-skip-link", (root) => new SkipLink(root));
keepClocks();
keepNote();
keepOutcomes();
keepSegments();
keepWriting();
keepBeside();
keepDecision();
keepReply();
keepQueue();
keepKeys();
keepMore();
keepPalette();
keepNotices();
keepDrafts();
keepLooking();

// A sentence in the summary stands far from its field, so it says which one it means.
document.querySelectorAll<HTMLAnchorElement>(".govuk-error-summary__list a").forEach((link) => {
  const name = link.hash.slice(1);
  const sent = document.querySelector<HTMLFormElement>(`form[action="${location.pathname}"]`);
  const field = sent?.querySelector(`[name="${name}"]`) ?? document.getElementById(name);
  if (field?.id) link.hash = field.id;
  const label = field?.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${field?.id}"]`);
  if (label?.firstChild?.textContent) link.prepend(`${label.firstChild.textContent.trim()}: `);
});

document.querySelectorAll<HTMLButtonElement>("[data-print]").forEach((press) => {
  press.hidden = false;
  press.addEventListener("click", () => window.print());
});

// A link to a part of the page opens what is folded there.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  const fold = link && document.getElementById(link.hash.slice(1))?.querySelector("details");
  if (fold) fold.open = true;
});

// Something immediate reaches whoever sits at any page: a sentence and a way to it, never what it is about.
const alarm = document.getElementById("alarm");
alarm?.addEventListener("sse:immediate", () => {
  const below = alarm.parentElement?.lastElementChild ?? alarm;
  const stood = below.getBoundingClientRect().top;
  alarm.removeAttribute("hidden");
  // Nothing moves under a cursor that is about to press.
  window.scrollBy(0, below.getBoundingClientRect().top - stood);
  if (!document.title.startsWith("(!)")) document.title = `(!) ${document.title}`;
  tellOfDanger();
});

// A list that changes under a screen reader says so, once, in words.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const live = document.getElementById("live");
  const swapped = (event as CustomEvent).detail.target as HTMLElement | null;
  if (live && swapped?.hasAttribute("data-announce")) live.textContent = live.dataset.changed ?? "";
  keepSegments();
});

// A preview that was refused is asked for as a page, which says why; a session that ended says so by itself.
document.body.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = (event as CustomEvent).detail;
  if (elt instanceof HTMLButtonElement && elt.hasAttribute("formaction") && xhr.status !== 401) elt.form?.requestSubmit(elt);
});
