// One layer of keys for the whole desk. Whatever on a page carries data-key can be pressed by that key ("t", or "g q" for
// two after another); a script adds what no button stands for, and what hears its own key says so in aria-keyshortcuts.
// "?" shows exactly the keys that this page has. Single letters and digits are silent while one types, and can be switched
// off (WCAG 2.1.4); what is pressed with Ctrl and the function keys stay.
type Act = { keys: string; words: string; act: () => void; when?: () => boolean; inRow?: boolean };

const OFF = "keys"; // The same word everywhere: off is off.
const WITHIN = 1_500;
const acts: Act[] = [];
let first = "";
let timer = 0;

export function addKey(keys: string, words: string, act: () => void, when?: () => boolean): void {
  acts.push({ keys, words, act, when });
}

export const isOff = (): boolean => localStorage.getItem(OFF) === "off";

// Every switch on the page says the same.
function setOff(off: boolean): void {
  if (off) localStorage.setItem(OFF, "off");
  else localStorage.removeItem(OFF);
  document.querySelectorAll<HTMLInputElement>("[data-keys]").forEach((box) => { box.checked = !off; });
}

export function keepSwitch(box: HTMLInputElement | null): void {
  if (!box) return;
  box.checked = !isOff();
  box.addEventListener("change", () => setOff(!box.checked));
}

function isTyping(target: EventTarget | null): boolean {
  const field = target as HTMLElement | null;
  if (field?.matches("input")) return !["checkbox", "radio", "button", "submit"].includes((field as HTMLInputElement).type);
  return Boolean(field?.matches("textarea, select, [role=combobox]") || field?.isContentEditable);
}

function press(part: HTMLElement): void {
  if (part.matches("input[type=radio], input[type=checkbox], button, a, summary")) part.click();
  part.focus();
}

const inRow = (part: HTMLElement): Element | null => part.closest("[data-rows] [data-row]");

// What stands in a row belongs to whoever is in that row: a stray letter anywhere else ends no promise.
function withinReach(part: HTMLElement): boolean {
  const row = inRow(part);
  return part.checkVisibility() && (!row || row.contains(document.activeElement));
}

// What can be pressed now: the page's own things first.
function known(): Act[] {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-key]")].filter(withinReach);
  const onPage = parts.map((part) => ({ keys: part.dataset.key ?? "", words: wordsOf(part), act: () => press(part), inRow: inRow(part) !== null }));
  return [...onPage, ...acts.filter((one) => one.when?.() ?? true)];
}

function wordsOf(part: HTMLElement): string {
  const said = part.dataset.keyWords || part.getAttribute("aria-label");
  if (said) return said;
  const label = ((part.id && document.querySelector(`label[for="${part.id}"]`)) || part).cloneNode(true) as HTMLElement;
  label.querySelectorAll("kbd, .outcomes__more").forEach((more) => more.remove());
  return (label.textContent ?? "").replace(/\s+/g, " ").trim().replace(/:$/, "");
}

// What "?" shows: what can be pressed now, what can be pressed in a line of the list, and what is heard elsewhere.
function told(dialog: HTMLElement): { keys: string; words: string }[] {
  const now = known().filter((one) => !one.inRow);
  const inRows = [...document.querySelectorAll<HTMLElement>("[data-rows] [data-row] [data-key]")].filter((part) => part.checkVisibility());
  const inLines = new Map<string, Set<string>>(); // One key may mean "reached" in one line and "kept" in the next.
  inRows.forEach((part) => inLines.set(part.dataset.key ?? "", (inLines.get(part.dataset.key ?? "") ?? new Set()).add(wordsOf(part))));
  const lines = [...inLines].map(([keys, words]) => ({ keys, words: `${[...words].join(" / ")} ${dialog.dataset.row}` }));
  const heard = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]:not([data-palette])")]
    .filter((part) => (part.closest<HTMLElement>("details:not([open])") ?? part).checkVisibility())
    .map((part) => ({ keys: (part.getAttribute("aria-keyshortcuts") ?? "").replace("Control+", "Ctrl "), words: wordsOf(part) }));
  const all = [...now, ...heard, ...lines];
  return all.filter((one, at) => all.findIndex((other) => other.keys === one.keys && other.words === one.words) === at);
}

function help(): void {
  const dialog = document.getElementById("keys") as HTMLDialogElement;
  const rows = told(dialog).map((one) => {
    const row = document.createElement("tr");
    const name = document.createElement("th");
    name.scope = "row";
    one.keys.split(" ").forEach((key) => name.append(Object.assign(document.createElement("kbd"), { textContent: key.replace("ArrowDown", "↓").replace("ArrowUp", "↑") }), " "));
    row.append(name, Object.assign(document.createElement("td"), { textContent: one.words }));
    return row;
  });
  dialog.querySelector("tbody")?.replaceChildren(...rows);
  dialog.showModal();
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]") || isOff()) return;
  window.clearTimeout(timer);
  const pressed = first ? `${first} ${event.key}` : event.key;
  const wanted = known().find((one) => one.keys === pressed);
  const begins = !first && known().some((one) => one.keys.startsWith(`${event.key} `));
  first = begins && !wanted ? event.key : "";
  if (first) timer = window.setTimeout(() => { first = ""; }, WITHIN);
  if (!wanted) return;
  event.preventDefault();
  wanted.act();
}

export function keepKeys(): void {
  const dialog = document.getElementById("keys") as HTMLDialogElement | null;
  const button = document.querySelector<HTMLButtonElement>("[data-keys-help]");
  if (!dialog || !button) return;
  button.hidden = false;
  button.addEventListener("click", help);
  addKey("?", dialog.dataset.help ?? "", help);
  addKey("/", dialog.dataset.search ?? "", () => {
    const field = document.getElementById("search");
    if (field) field.focus();
    else location.assign("/desk/search");
  }, () => document.querySelector(".nav__link[href='/desk/search']") !== null);
  keepSwitch(dialog.querySelector<HTMLInputElement>("[data-keys]"));
  document.addEventListener("keydown", hear);
}
