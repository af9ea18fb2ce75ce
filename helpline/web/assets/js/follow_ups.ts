// The list of promises by keyboard: a row that has the focus is worked on with one key, and the next row gets the focus.
// The letters work only where the focus stands in a row, so that no stray key anywhere ends a promise.
import { addKey, isOff } from "./keys";

const FIELDS = "input, textarea, select, [contenteditable]";
const MOVES: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

const link = (row: Element | undefined): HTMLElement | null => row?.querySelector<HTMLElement>("a[id]") ?? null;
const rows = (): Element[] => [...document.querySelectorAll("[data-rows] [data-row]")];

function move(from: Element, by: number): void {
  const all = rows();
  link(all[all.indexOf(from) + by])?.focus();
}

// Days stand beside each other: left and right go to the first promise of the next day that has one.
function turn(from: Element, by: number): void {
  const days = [...document.querySelectorAll(".week__day")];
  for (let at = days.indexOf(from.closest(".week__day") as Element) + by; days[at]; at += by) {
    const found = link(days[at].querySelector("[data-row]") ?? undefined);
    if (found) return found.focus();
  }
}

function pressed(event: KeyboardEvent): void {
  const at = event.target as Element;
  const row = at.closest("[data-rows] [data-row]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || at.matches(FIELDS)) return;
  if (isOff() && !event.key.startsWith("Arrow")) return;
  if (event.key in MOVES) move(row, MOVES[event.key]);
  else if (row.matches(".week__one") && /^Arrow(Left|Right)$/.test(event.key)) turn(row, event.key === "ArrowRight" ? 1 : -1);
  else {
    const button = /^[a-z]$/.test(event.key) && row.querySelector<HTMLButtonElement>(`[data-key="${event.key}"]`);
    if (!button || event.repeat) return;
    button.form?.requestSubmit(button);
  }
  event.preventDefault();
}

// What was noted comes back as the same list; anything else the server has to say is shown as its own page.
async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const all = rows();
  const index = all.indexOf(form.closest("[data-row]") as Element);
  const next = [all[index + 1], all[index - 1]].map((row) => link(row)?.id);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>) });
  const list = answer.ok && answer.redirected && new URL(answer.url).pathname === location.pathname
    && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("follow-up-list");
  if (!list) return answer.redirected ? location.assign(answer.url) : again(form, button);
  document.getElementById("follow-up-list")?.replaceWith(list);
  const taken = button?.dataset.key === "t" ? [link(form.closest("[data-row]") ?? undefined)?.id, ...next] : next;
  const found = taken.map((id) => id && document.getElementById(id)).find(Boolean) || document.getElementById("main");
  (found as HTMLElement).focus();
  const live = document.getElementById("live");
  if (live) live.textContent = document.querySelector("#done p")?.textContent ?? "";
}

// Refused: the same form once more as a page, which shows what is wrong with it.
function again(form: HTMLFormElement, button: HTMLElement | null): void {
  form.removeAttribute("data-outcome");
  form.requestSubmit(button);
}

export function keepOutcomes(): void {
  const list = document.querySelector<HTMLElement>("[data-rows]");
  if (!list) return;
  const some = (): boolean => rows().length > 0;
  addKey("j", list.dataset.next ?? "", () => link(rows()[0])?.focus(), some);
  addKey("k", list.dataset.previous ?? "", () => link(rows()[0])?.focus(), some);
  document.addEventListener("keydown", pressed);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-rows] form[data-outcome]")) return;
    event.preventDefault();
    send(form, event.submitter).catch(() => again(form, event.submitter));
  });
}
