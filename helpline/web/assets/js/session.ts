// A part of the page asked in vain: the session ended, or wants a proof first. Whoever is writing goes on writing and is
// told; a page in which nobody wrote anything leads to the sign-in by itself.
const FIELDS = "main input:not([type=hidden]), main textarea, main select";

function isWritten(field: Element): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  // Where nothing is marked as chosen, the browser chooses the first.
  if (field instanceof HTMLSelectElement) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  if (!(field instanceof HTMLInputElement)) return false;
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// Whether somebody wrote something in a part of the page that is not saved by itself.
export const isUnsaved = (part: Element): boolean =>
  [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) => !field.closest("form[data-draft]") && isWritten(field));

export function keepWriting(): void {
  document.body.addEventListener("locked", (event) => {
    const asked = (event as CustomEvent).detail.elt as Element | undefined;
    const notice = document.getElementById("locked");
    const pressed = asked?.matches("form, button, input, select, textarea, a");
    if (notice && (pressed || [...document.querySelectorAll(FIELDS)].some(isWritten))) notice.hidden = false;
    else location.assign("/desk/sign-in");
  });
}
