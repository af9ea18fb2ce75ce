// Ctrl K: one field over everything one may see. The server looks; here the arrows choose (ARIA combobox with a list).
const PAUSE = 120;

export function keepPalette(): void {
  const dialog = document.getElementById("palette") as HTMLDialogElement | null;
  const button = document.querySelector<HTMLButtonElement>("[data-palette]");
  if (!dialog || !button) return;
  const field = dialog.querySelector("input") as HTMLInputElement;
  const list = document.getElementById("palette-found") as HTMLElement;
  const said = dialog.querySelector("[role=status]") as HTMLElement;
  let timer = 0;
  let asked = 0;

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const choose = (index: number): void => {
    const all = options();
    const chosen = all.length ? all[(index + all.length) % all.length] : undefined;
    all.forEach((one) => one.setAttribute("aria-selected", String(one === chosen)));
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const chosen = (): number => options().findIndex((one) => one.getAttribute("aria-selected") === "true");
  const go = (option: HTMLElement | undefined): void => { if (option?.dataset.href) location.assign(option.dataset.href); };

  async function look(): Promise<void> {
    const mine = ++asked;
    const body = new URLSearchParams({ search: field.value });
    const answer = await fetch("/desk/palette", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (mine !== asked) return;
    if (!answer?.ok) {
      said.textContent = dialog?.dataset.failed ?? "";
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...fresh.body.childNodes);
    const many = options().length;
    list.hidden = many === 0;
    field.setAttribute("aria-expanded", String(many > 0));
    said.textContent = many ? (dialog?.dataset.found ?? "").replace("{count}", String(many)) : dialog?.dataset.nothing ?? "";
    choose(0);
  }

  function open(): void {
    if (dialog?.open || document.querySelector("dialog[open]")) return;
    dialog?.showModal();
    field.select();
    void look();
  }

  button.hidden = false;
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen() + step);
    else if (event.key === "Enter") go(options()[chosen()]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => go((event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined));
}
