// Keeps "in 2 hours" and "12 minutes late" true while the page stands open, in the language of the page.
type Unit = "day" | "hour" | "minute";
const steps: [Unit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

function words(clock: HTMLElement, seconds: number): string {
  const language = document.documentElement.lang;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size * 1.5) ?? ["minute", 60];
  const count = Math.round(seconds / size);
  if (seconds > 0 || !clock.dataset.late) return new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(count, unit);
  const time = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(Math.abs(count));
  return clock.dataset.late.replace("{time}", time);
}

function walk(): void {
  document.querySelectorAll<HTMLTimeElement>("time[data-clock]").forEach((clock) => {
    const seconds = (new Date(clock.dateTime).getTime() - Date.now()) / 1000;
    const place = clock.querySelector("[data-clock-words]");
    const said = words(clock, seconds);
    if (place && place.textContent !== said) place.textContent = said;
    clock.classList.toggle("promise--overdue", seconds < 0);
  });
}

export function keepClocks(): void {
  window.setInterval(walk, 30_000);
}
