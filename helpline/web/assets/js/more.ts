// What is needed seldom is folded under one word of the navigation; it folds again when one goes elsewhere.
export function keepMore(): void {
  const more = document.querySelector<HTMLDetailsElement>("[data-more]");
  if (!more) return;
  const fold = (event: Event): void => {
    if (!more.contains(event.target as Node)) more.open = false;
  };
  document.addEventListener("click", fold);
  document.addEventListener("focusin", fold);
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary")?.focus();
  });
}
