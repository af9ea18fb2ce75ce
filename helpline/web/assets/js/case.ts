// A note from anywhere on a case: the key n goes to where it is written. Who is disturbed by single keys turns it off.
const OFF = "keys";

const isOn = (): boolean => localStorage.getItem(OFF) !== "off";

function write(): void {
  const note = document.getElementById("note");
  note?.scrollIntoView({ block: "center" });
  note?.focus();
}

export function keepNote(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-note]");
  if (!link) return;
  const press = document.querySelector<HTMLButtonElement>("[data-keys-switch]");
  const say = (): void => {
    if (press) press.textContent = (isOn() ? press.dataset.on : press.dataset.off) ?? "";
  };
  if (press) press.hidden = false;
  say();
  press?.addEventListener("click", () => {
    localStorage.setItem(OFF, isOn() ? "off" : "on");
    say();
  });
  link.addEventListener("click", (event) => { event.preventDefault(); write(); });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input, textarea, select, [contenteditable]");
    if (event.key !== "n" || typing || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
    event.preventDefault();
    write();
  });
}
