// The open contact beside the queue's list, from 1280 px on. Its page is fetched whole and its middle shown, so that
// whatever the contact's page can do, it can do here; its forms are sent from here and their answer shown here, but for
// those whose answer is a page of its own (`data-whole`).
import htmx from "htmx.org";
import { keepDecision, keepReply } from "./decide";
import { keepDrafts } from "./drafts";
import { keepSegments } from "./segments";
import { isUnsaved } from "./session";

const WIDE = window.matchMedia("(min-width: 80em)");
//: What a page has besides its own matter.
const FRAME = "#alarm, #locked, .bar";

const at = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
let shown = "";

const contactIn = (address: string): string => /^\/desk\/contacts\/([0-9a-f-]{36})$/.exec(new URL(address, location.href).pathname)?.[1] ?? "";

function say(sentence: string): void {
  const place = at("beside").querySelector("[data-beside-said]") as HTMLElement;
  place.textContent = sentence;
  place.hidden = sentence === "";
}

function mark(contact: string): void {
  document.querySelectorAll("[data-row]").forEach((row) => {
    const open = row.id === `row-${contact}`;
    row.classList.toggle("is-open", open);
    const link = row.querySelector("a.list__words");
    if (open) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  });
}

function addressOf(contact: string): string {
  const address = new URL(location.href);
  if (contact) address.searchParams.set("open", contact);
  else address.searchParams.delete("open");
  return address.pathname + address.search;
}

// False when somebody is writing there and wants to go on.
function mayLeave(): boolean {
  return !isUnsaved(at("beside-contact")) || window.confirm(at("beside").dataset.unsaved);
}

export function close(push = true): void {
  if (!shown || !mayLeave()) return;
  const last = shown;
  shown = "";
  at("beside-contact").replaceChildren();
  at("beside").hidden = true;
  at("abreast").classList.remove("is-open");
  looks();
  mark("");
  if (push) history.pushState({ open: "" }, "", addressOf(""));
  document.getElementById(`open-${last}`)?.focus();
}

// Makes room for a contact before its matter is there.
function stand(contact: string, push: boolean): void {
  shown = contact;
  mark(contact);
  at("beside").hidden = false;
  at("abreast").classList.add("is-open");
  (at("beside").querySelector("[data-beside-whole]") as HTMLAnchorElement).href = `/desk/contacts/${contact}`;
  if (push) history.pushState({ open: contact }, "", addressOf(contact));
}

export async function open(contact: string, push = true): Promise<void> {
  if (contact !== shown && !mayLeave()) return;
  stand(contact, push);
  at("beside-contact").setAttribute("aria-busy", "true");
  await show(fetch(`/desk/contacts/${contact}`, { headers: { "HX-Request": "true" } }), contact);
}

// Puts an answer's matter into the panel. One that leads back to the queue closes it, one that leads elsewhere is opened
// whole, and one in vain leaves what is there. Where one goes on (`next`) comes into sight.
async function show(asked: Promise<Response>, contact: string, next = ""): Promise<void> {
  const answer = await asked.catch(() => undefined);
  at("beside-contact").removeAttribute("aria-busy");
  if (answer?.status === 401) {
    htmx.trigger(at("beside-contact"), "locked", { elt: at("beside-contact") });
    return;
  }
  if (contact !== shown) return;
  if (answer?.ok && answer.redirected && !contactIn(answer.url)) {
    if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    at("beside-contact").replaceChildren();
    return close();
  }
  const fresh = answer && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
  if (!fresh) return say(at("beside").dataset.failed ?? "");
  say("");
  fresh.querySelectorAll(FRAME).forEach((part) => part.remove());
  fresh.querySelectorAll("h1").forEach((title) => title.replaceWith(...retitled(title)));
  const place = at("beside-contact");
  const live = document.createElement("div");
  live.setAttribute("hx-ext", "sse");
  live.setAttribute("sse-connect", `/desk/events?topic=contact:${contact}`);
  live.append(...fresh.childNodes);
  // What was asked for by a contact that was left meanwhile comes too late: nothing of it belongs to the next one.
  live.addEventListener("htmx:beforeSwap", (event) => {
    if (!live.isConnected) event.preventDefault();
  });
  place.replaceChildren(live);
  htmx.process(live);
  keepDrafts();
  keepDecision();
  keepReply();
  keepSegments();
  looks();
  const on = answer?.ok && next ? place.querySelector(`#${next}`) : null;
  if (on) on.scrollIntoView();
  else at("beside").scrollIntoView({ block: "nearest" });
  place.focus({ preventScroll: true });
}

// A sign that somebody looks at the contact that is open, while it is, and one when it is closed.
const LOOK_EVERY = 20_000;
let looked = "";
function looks(): void {
  const now = at("beside-contact").querySelector<HTMLElement>("[data-looks]")?.dataset.looks ?? "";
  if (looked && looked !== now) void fetch(`${looked}/end`, { method: "POST", keepalive: true }).catch(() => undefined);
  looked = now;
  if (now && !document.hidden) void fetch(now, { method: "POST" }).catch(() => undefined);
}

// The page has its own first heading; the panel's is a second one.
function retitled(title: Element): Element[] {
  const second = document.createElement("h2");
  second.className = title.className;
  second.append(...title.childNodes);
  return [second];
}

export function keepBeside(): void {
  if (!document.getElementById("beside")) return;
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !WIDE.matches) return;
    if (link.matches("[data-beside-close]")) {
      event.preventDefault();
      close();
    } else if (link.closest("[data-row], #beside-contact") && contactIn(link.href)) {
      event.preventDefault();
      void open(contactIn(link.href));
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const taken = WIDE.matches && form.closest("[data-row]");
    if (event.defaultPrevented || !(taken || at("beside-contact").contains(form)) || form.method !== "post" || form.enctype === "multipart/form-data") return;
    if (form.matches("[data-whole]")) {
      if (!mayLeave()) event.preventDefault();
      return;
    }
    const contact = taken ? taken.id.slice(4) : shown;
    if (taken && contact !== shown && !mayLeave()) return event.preventDefault();
    event.preventDefault();
    void send(form, event.submitter, contact);
  });
  window.setInterval(looks, LOOK_EVERY);
  window.addEventListener("pagehide", () => { if (looked) void fetch(`${looked}/end`, { method: "POST", keepalive: true }).catch(() => undefined); });
  window.addEventListener("popstate", () => follow());
  follow();
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null, contact: string): Promise<void> {
  const data = new URLSearchParams(new FormData(form, submitter) as unknown as Record<string, string>);
  const address = (submitter as HTMLButtonElement | null)?.hasAttribute("formaction") ? (submitter as HTMLButtonElement).formAction : form.action;
  submitter?.setAttribute("aria-disabled", "true");
  if (contact !== shown) stand(contact, true);
  await show(fetch(address, { method: "POST", body: data, headers: { "HX-Request": "true" } }), contact, form.dataset.next);
  submitter?.removeAttribute("aria-disabled");
}

// What the address names is what is open.
function follow(): void {
  const wanted = new URL(location.href).searchParams.get("open") ?? "";
  if (wanted === shown) return;
  if (wanted && WIDE.matches) void open(wanted, false);
  else close(false);
}
