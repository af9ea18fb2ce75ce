// A note from anywhere on a case: the key n goes to where it is written.
import { addKey } from "./keys";

function write(): void {
  const note = document.getElementById("note");
  note?.scrollIntoView({ block: "center" });
  note?.focus();
}

export function keepNote(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-note]");
  if (!link) return;
  link.addEventListener("click", (event) => { event.preventDefault(); write(); });
  addKey("n", link.dataset.note ?? "", write);
}
