// The decision by one key, and the answer with prepared words where the cursor stands. Keys are said by their place on the
// keyboard, because on many of ours the digits need Shift; they sleep while somebody types, and whoever wants switches
// them off.
import { isOff, keepSwitch } from "./keys";

const TYPING = "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

export function keepDecision(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-likely]");
  if (!form) return;
  const likely = Object.fromEntries((form.dataset.likely ?? "").split(" ").map((pair) => pair.split(":")));
  const box = form.querySelector<HTMLInputElement>("[data-keys]");
  keepSwitch(box);
  const named = (name: string): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  let proposed = named("landing").find((one) => one.checked)?.value ?? "";

  // A landing that somebody chose stays; one that was proposed, or none, follows what the contact is said to be.
  const propose = (disposition: string): void => {
    const standing = named("landing").find((one) => one.checked);
    // What cannot land there is let go, as its reason is: nobody is refused for what was no choice any more.
    const stays = standing?.dataset.for?.split(" ").includes(disposition);
    if (standing && !stays) standing.checked = false;
    const reason = form.querySelector<HTMLSelectElement>("select[name=closing_reason]");
    const group = reason?.selectedOptions[0]?.closest("optgroup");
    if (reason && group && group.dataset.for !== disposition) reason.value = "";
    const chosen = stays ? (standing?.value ?? "") : proposed;
    const wanted = named("landing").find((one) => one.value === likely[disposition]);
    if (chosen !== proposed || !wanted) return;
    proposed = wanted.value;
    wanted.checked = true;
    wanted.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (box) named("disposition").forEach((one, place) => one.setAttribute("aria-keyshortcuts", String(place + 1)));
  // Said once more, what the rules proposed is a person's choice, too.
  form.addEventListener("click", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name === "disposition") propose(field.value);
  });
  document.addEventListener("keydown", (event) => {
    if (!form.isConnected) return;
    const at = event.target as HTMLElement;
    // Beside the queue's list only whoever is in the contact decides it, and only while it is open.
    if (!form.isConnected || (form.closest("#beside-contact") && !at.closest("#beside-contact"))) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat && (form.contains(at) || !at.closest("form"))) {
      event.preventDefault();
      return form.requestSubmit(form.querySelector<HTMLButtonElement>("button[type=submit]:not([formaction])"));
    }
    const digit = /^(?:Digit|Numpad)([1-6])$/.exec(event.code)?.[1];
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (!digit || !plain || at.matches(TYPING) || !box || isOff()) return;
    const choice = named("disposition")[Number(digit) - 1];
    const fold = form.closest("details");
    if (!choice) return;
    event.preventDefault();
    if (fold) fold.open = true;
    choice.focus();
    choice.click();
  });
}

export function keepReply(): void {
  const field = document.querySelector<HTMLTextAreaElement>("#answer textarea");
  const choice = document.querySelector<HTMLSelectElement>("#answer select[name=prepared]");
  const button = document.querySelector<HTMLButtonElement>("#answer [data-put-in]");
  // What stands there as it will be read is what stands in the field, or nothing.
  field?.addEventListener("input", () => document.getElementById("answer-preview")?.replaceChildren());
  if (!field || !choice || !button) return;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!choice.value) return choice.focus();
    const answer = await fetch(`${button.dataset.putIn}${choice.value}`).catch(() => undefined);
    if (!answer?.ok) return button.form?.requestSubmit(button);
    const { text } = (await answer.json()) as { text: string };
    const before = field.value.slice(0, field.selectionStart);
    const glue = before && !before.endsWith("\n") ? "\n\n" : "";
    const after = field.value.slice(field.selectionEnd);
    field.setRangeText(glue + text + (after && !after.startsWith("\n") ? "\n" : ""), field.selectionStart, field.selectionEnd, "end");
    choice.value = "";
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
