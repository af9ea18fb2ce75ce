// The queue by keyboard, and true without jumping: what arrives or moves while somebody points at the list waits behind a
// sentence; who took what changes where it stands.
import htmx from "htmx.org";
import { close, open } from "./beside";
import { addKey } from "./keys";
import { tellOfArrival } from "./notice";

const WIDE = window.matchMedia("(min-width: 80em)");
const list = (): HTMLElement | null => document.getElementById("queue-list");
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#queue-list [data-row]")];
const BOXES = "#queue-list [name=seen]";
const boxOf = (row: Element | undefined): HTMLInputElement | null => row?.querySelector<HTMLInputElement>("[name=seen]") ?? null;
const linkOf = (row: Element | undefined): HTMLElement | null => row?.querySelector<HTMLElement>("a.list__words") ?? null;

// The row somebody is in, else the one that is open.
function current(): HTMLElement | undefined {
  return (document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].is-open") ?? undefined) as HTMLElement | undefined;
}

function move(step: number): void {
  const all = rows();
  const here = current();
  const next = here ? all.indexOf(here) + step : 0;
  linkOf(all[Math.min(Math.max(next, 0), all.length - 1)])?.focus();
}

async function handOver(): Promise<void> {
  const row = current();
  const contact = row?.id.slice(4) ?? new URL(location.href).searchParams.get("open") ?? "";
  if (!contact) return;
  if (!WIDE.matches) return location.assign(`/desk/contacts/${contact}`);
  if (new URL(location.href).searchParams.get("open") !== contact) await open(contact);
  const form = document.querySelector<HTMLElement>("#beside-contact form[action$='/hand-over']");
  const fold = form?.closest("details");
  if (fold) fold.open = true;
  form?.querySelector("select")?.focus();
}

// The list as it is now. Whoever points at it or is in it by keyboard finds every line where it was: a line changes in
// place, and what arrives or moves waits behind a button that says how much it is.
let running = false;
let again = false;
let waits: HTMLElement | undefined;

const isBusy = (): boolean => Boolean(list()?.matches(":hover") || list()?.contains(document.activeElement));

async function refresh(): Promise<void> {
  if (running) {
    again = true;
    return;
  }
  running = true;
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  running = false;
  if (answer?.status === 401) htmx.trigger(document.body, "locked", { elt: document.body });
  if (answer?.ok && !answer.redirected) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (again) {
    again = false;
    await refresh();
  }
}

function take(page: Document): void {
  const fresh = page.getElementById("queue-list");
  for (const part of ["#lost-now", ".filters .views"]) {
    const [old, now] = [document.querySelector(part), page.querySelector(part)];
    if (old && now && !old.contains(document.activeElement)) old.replaceWith(now);
  }
  if (!fresh) return;
  const before = rows().map((row) => row.id);
  const after = [...fresh.querySelectorAll("[data-row]")].map((row) => row.id);
  const arrived = after.filter((id) => !before.includes(id)).length;
  if (arrived) tellOfArrival();
  if (!isBusy()) return put(fresh);
  rows().forEach((row) => change(row, fresh.querySelector(`#${CSS.escape(row.id)}`)));
  const stay = (ids: string[], others: string[]): string => ids.filter((id) => others.includes(id)).join();
  const moved = stay(before, after) !== stay(after, before);
  waits = arrived || moved ? fresh : undefined;
  sayWaiting(arrived, moved);
}

// One line as it is now, at its place; never what somebody is about to press.
function change(row: HTMLElement, fresh: Element | null): void {
  row.classList.toggle("is-gone", !fresh);
  if (!fresh) return row.querySelector(".waiting__act")?.replaceChildren(document.getElementById("abreast")?.dataset.gone ?? "");
  for (const part of [".waiting__urgency", ".waiting__due", ".waiting__act", ".waiting__tick"]) {
    const [old, now] = [row.querySelector(part), fresh.querySelector(part)];
    if (old && now && !old.contains(document.activeElement) && !old.matches(":hover") && part !== ".waiting__tick") old.replaceWith(now);
  }
  row.classList.toggle("is-immediate", fresh.classList.contains("is-immediate"));
}

function put(fresh: HTMLElement): void {
  const focused = document.activeElement?.closest("#queue-list") ? document.activeElement.id : "";
  const ticked = [...document.querySelectorAll<HTMLInputElement>(`${BOXES}:checked`)].map((box) => box.value);
  const changed = fresh.textContent !== list()?.textContent;
  list()?.replaceWith(fresh);
  document.querySelectorAll<HTMLInputElement>(BOXES).forEach((box) => { box.checked = ticked.includes(box.value); });
  waits = undefined;
  sayWaiting(0, false);
  if (focused) document.getElementById(focused)?.focus();
  const live = document.getElementById("live");
  if (live && changed) live.textContent = live.dataset.changed ?? "";
}

function sayWaiting(arrived: number, moved: boolean): void {
  const bar = document.getElementById("queue-waits") as HTMLElement;
  const button = bar.querySelector("button") as HTMLElement;
  const sentence = arrived ? (bar.dataset.arrived ?? "").replace("{count}", String(arrived)) : moved ? bar.dataset.moved ?? "" : "";
  button.hidden = sentence === "";
  if (button.textContent !== sentence) button.textContent = sentence;
}

function keepTrue(): void {
  const queue = document.getElementById("queue") as HTMLElement;
  let timer = 0;
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), 150);
  };
  const later = (): void => { window.setTimeout(() => { if (waits && !isBusy()) put(waits); }, 300); };
  document.body.addEventListener("htmx:sseMessage", (event) => {
    if ((event as CustomEvent).detail.type === "changed") soon();
  });
  queue.addEventListener("sse:changed", soon);
  document.body.addEventListener("htmx:sseOpen", soon);
  queue.addEventListener("mouseleave", later);
  queue.addEventListener("focusout", later);
  document.querySelector("#queue-waits button")?.addEventListener("click", () => { if (waits) put(waits); });
}

export function keepQueue(): void {
  const words = document.getElementById("abreast")?.dataset;
  if (!words) return;
  keepTrue();
  const some = (): boolean => rows().length > 0;
  const within = (): boolean => some() && (document.activeElement === document.body || Boolean(document.activeElement?.closest("#queue-list")));
  addKey("j", words.next ?? "", () => move(1), some);
  addKey("k", words.previous ?? "", () => move(-1), some);
  addKey("ArrowDown", words.next ?? "", () => move(1), within);
  addKey("ArrowUp", words.previous ?? "", () => move(-1), within);
  addKey("Enter", words.open ?? "", () => linkOf(current())?.click(), () => document.activeElement?.matches("a.list__words") ?? false);
  addKey("t", words.take ?? "", () => current()?.querySelector<HTMLElement>("form[action$='/claim'] button")?.click(), () => document.querySelector("#queue-list form[action$='/claim']") !== null);
  addKey("h", words.hand ?? "", () => void handOver(), () => some() && words.hand !== undefined);
  addKey("s", words.tick ?? "", () => boxOf(current())?.click(), () => words.tick !== undefined && document.querySelector(BOXES) !== null);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]") && (event.target as Element).closest("#beside, #queue")) close();
  });
}
