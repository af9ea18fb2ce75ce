// Keeps "in 2 hours" true while the page stands open, in the language of the page.
const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

function words(at: Date, format: Intl.RelativeTimeFormat): string {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size * 1.5) ?? ["minute", 60];
  return format.format(Math.round(seconds / size), unit);
}

function walk(): void {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  document.querySelectorAll<HTMLTimeElement>("time[data-clock]").forEach((clock) => {
    const at = new Date(clock.dateTime);
    const place = clock.querySelector("[data-clock-words]");
    const said = words(at, format);
    if (place && place.textContent !== said) place.textContent = said;
    if (at.getTime() < Date.now()) clock.classList.add("promise--overdue");
  });
}

export function keepClocks(): void {
  window.setInterval(walk, 30_000);
}
