// The operators' telephone. What the server says is true; this page shows it, rings, and sends what is typed.
import { CallNote } from "./call_note";
import { Handset } from "./handset";

const SIGN_EVERY = 20_000;
const page = document.getElementById("line") as HTMLElement;
const at = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const words = page.dataset as Record<string, string>;
const title = document.title;
const sound = new Audio(words.ring);
sound.loop = true;

let note: CallNote | undefined;
let rings = ""; // The offer that rings in this browser.
let back = false; // Whether that is for a call-back nobody asked for here.
let wanted = ""; // The offer that was asked for here.

const handset = new Handset(words.sdk, words.quiet, {
  ringing(offer, unasked) {
    rings = offer;
    back = unasked;
    if (answersItself()) return handset.answer();
    sayRing();
    at("line-ring").hidden = false;
    at("answer").focus();
    document.title = words.titleRing;
    if (loud) void sound.play().catch(() => undefined);
  },
  quiet() {
    rings = "";
    at("line-ring").hidden = true;
    document.title = title;
    sound.pause();
  },
  talking: () => void refresh(),
  ended: () => void refresh(),
  ready: (is) => sayHandset(is ? words.ready : words.noTelephone),
});

// What is known of this browser alone survives every refresh.
let handsetSays = "";
let loud = false;
function sayHandset(sentence: string): void {
  handsetSays = sentence;
  const place = document.getElementById("line-handset");
  if (place && place.textContent !== sentence) place.textContent = sentence;
}

// What was asked for rings only so that it can be answered: it answers itself. Nothing else does, whatever else rings.
function answersItself(): boolean {
  return rings !== "" && !back && (rings === wanted || (state().wanted ?? "").includes(rings));
}

// A promise to call back rings like a caller, and says what it is; it is never dialled without a human.
function sayRing(): void {
  const dials = back || (rings !== "" && (state().backs ?? "").includes(rings));
  (at("line-ring").querySelector(".ring__words") as HTMLElement).textContent = dials ? words.back : words.rings;
}

function state(): DOMStringMap {
  return (at("line-now").firstElementChild as HTMLElement).dataset;
}

// The telephone stands open while one is there and answers in this browser.
async function keepHandset(): Promise<void> {
  if (state().handset !== "browser" || state().state === "away") {
    if (!handset.talks) await handset.close();
    return sayHandset("");
  }
  try {
    await handset.open();
  } catch (problem) {
    await handset.close();
    if ((problem as Error).message === "422") return sayHandset(words.notSetUp);
    sayHandset(words.noTelephone);
    window.setTimeout(() => void keepHandset(), 5_000);
  }
}

async function microphone(): Promise<void> {
  try {
    (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks().forEach((track) => track.stop());
  } catch {
    say(words.noMicrophone);
  }
}

function say(sentence: string): void {
  at("line-problem").replaceChildren(...(sentence ? [Object.assign(document.createElement("p"), { className: "notice notice--stop", textContent: sentence })] : []));
}

// Fetches the page as it is now and takes over what changed; never what somebody is typing in.
let running: Promise<void> | undefined;
let once_more = false;
async function refresh(whole = false): Promise<void> {
  if (running) {
    once_more = true;
    if (!whole) return;
    await running;
  }
  running = fetch("/desk/line").then(async (answer) => {
    if (answer.ok && !answer.redirected) take(new DOMParser().parseFromString(await answer.text(), "text/html"), whole);
  }).catch(() => undefined);
  await running;
  running = undefined;
  if (once_more) {
    once_more = false;
    await refresh();
  }
}

function take(fresh: Document, whole: boolean): void {
  const now = fresh.getElementById("line-now") as HTMLElement;
  const typing = at("line-now").contains(document.activeElement) && document.activeElement?.matches("input, select");
  if (typing && !whole) Object.assign(state(), { wanted: (now.firstElementChild as HTMLElement).dataset.wanted ?? "" });
  else at("line-now").replaceChildren(...now.childNodes);
  const call = fresh.getElementById("line-call") as HTMLElement;
  const busy = at("line-call").contains(document.activeElement) && document.activeElement?.matches("select");
  if (whole || call.dataset.shown !== at("line-call").dataset.shown) showCall(call);
  else if (!busy) document.getElementById("call-controls")?.replaceWith(...[fresh.getElementById("call-controls")].filter((part) => part !== null));
  begin();
  sayRing();
  if (answersItself()) handset.answer();
  void keepHandset();
}

// The note of the same call is never taken away from under somebody's hands.
function showCall(call: HTMLElement): void {
  const typed = document.getElementById("call-note");
  const same = call.dataset.call && call.dataset.call === at("line-call").dataset.call;
  const fresh = call.querySelector("#call-note");
  const finish = fresh?.querySelector("[data-finish]");
  if (same && typed && fresh?.querySelector("textarea")) {
    fresh.replaceWith(typed);
    if (finish && !typed.querySelector("[data-finish]")) typed.append(finish);
  } else note = undefined;
  at("line-call").replaceWith(call);
}

function begin(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-note]");
  if (form && !note) note = new CallNote(form, { saved: words.saved, unsaved: words.unsaved, signedOut: words.signedOut });
  const mute = document.getElementById("mute");
  if (mute) mute.hidden = !handset.talks;
  sayHandset(handsetSays);
  const wish = document.querySelector<HTMLInputElement>("#line-sound");
  if (wish) wish.checked = loud;
}

// Every form is sent from here, so that no call is ever left for another page.
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const data = new FormData(form);
  const named = submitter instanceof HTMLButtonElement && submitter.name;
  if (named) data.append(submitter.name, submitter.value);
  if ("take" in form.dataset) wanted = "";
  if (form.matches("[action$=presence]") && data.get("state") === "available" && data.get("handset") === "browser") await microphone();
  if ("finish" in form.dataset && note) {
    await note.save(true);
    if (note.unsaved) return say(words.unsaved);
    data.set("version", String(note.stands));
  }
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data as unknown as Record<string, string>) }).catch(() => undefined);
  if (form.id === "hang-up" || (form.id === "leave-call" && answer?.ok)) handset.hangUp();
  if (answer?.status === 401) return say(words.signedOut);
  if (!answer?.ok) return problem(answer ? await answer.text() : "");
  say("");
  if ("take" in form.dataset) wanted = new URL(answer.url).searchParams.get("offer") ?? "";
  if (answersItself()) handset.answer();
  await refresh(true);
}

function problem(text: string): void {
  const summary = new DOMParser().parseFromString(text, "text/html").querySelector(".govuk-error-summary, main");
  at("line-problem").replaceChildren(...(summary ? [summary] : []));
  if (!summary) say(words.noTelephone);
  at("line-problem").scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || !page.contains(form)) return;
  event.preventDefault();
  void send(form, event.submitter);
});

// Whoever leaves this page is rung no more: the rest of the desk opens beside it.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='/desk']");
  if (link && link.pathname !== location.pathname && handset.isOpen) Object.assign(link, { target: "_blank", rel: "noopener" });
  const pressed = (event.target as Element).closest("#answer, #decline, #mute");
  if (pressed?.id === "answer") handset.answer();
  if (pressed?.id === "decline") handset.decline();
  if (pressed?.id === "mute") {
    const muted = handset.mute();
    pressed.setAttribute("aria-pressed", String(muted));
    (pressed.querySelector("[data-mute-words]") as HTMLElement).textContent = muted ? words.unmute : words.mute;
  }
});

document.addEventListener("change", (event) => {
  const wish = event.target as HTMLInputElement;
  if (wish.id === "line-sound") loud = wish.checked;
});

// Function keys are no letters: they work while one types, and screen readers leave them alone.
document.addEventListener("keydown", (event) => {
  const ringing = !at("line-ring").hidden;
  const press = { F2: ringing && "#answer", F4: ringing ? "#decline" : "#call-controls [href='#danger']", F8: "#mute", F9: "#hold button" }[event.key];
  const button = press && document.querySelector<HTMLElement>(press);
  if (!button || button.hidden || event.repeat) return;
  event.preventDefault();
  button.click();
  if (event.key === "F4" && !ringing) document.querySelector<HTMLElement>("#danger select")?.focus();
});

// Saved before the page is asked for again, which is to show these words, too.
window.addEventListener("beforeunload", (event) => {
  void note?.save();
  if (handset.talks || note?.unsaved) event.preventDefault();
});
window.addEventListener("pagehide", () => void note?.save());
window.setInterval(async () => {
  const answer = await fetch("/desk/line/signs", { method: "POST" }).catch(() => undefined);
  if (answer?.ok && !(await answer.json()).there && state().state !== "away") await refresh();
}, SIGN_EVERY);
window.setInterval(() => {
  document.querySelectorAll<HTMLTimeElement>("time[data-since]").forEach((clock) => {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(clock.dateTime).getTime()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  });
}, 1_000);

let pending = 0;
const changed = (): void => {
  window.clearTimeout(pending);
  pending = window.setTimeout(() => void refresh(), 100);
};
page.addEventListener("sse:line", changed);
page.addEventListener("sse:changed", changed);
begin();
void keepHandset();
