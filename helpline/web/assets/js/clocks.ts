// Keeps "in 2 h" and "12 min late" true while the page stands open: once a minute, with the very words and the rounding of
// the server (`web/dates.py`), so that nothing moves but the number.
const SIZES = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60];
const MINUTE = 60_000;

function words(seconds: number, said: DOMStringMap): string {
  const away = Math.abs(seconds);
  const found = SIZES.findIndex((size) => away >= size * 1.5);
  const at = found < 0 ? SIZES.length - 1 : found;
  const time = (said.units ?? "").split("|")[at].replace("%(n)s", String(Math.max(1, Math.round(away / SIZES[at]))));
  return ((seconds > 0 ? said.in : said.late) ?? "").replace("{time}", time);
}

function walk(): void {
  const said = document.getElementById("live")?.dataset;
  if (!said?.units) return;
  document.querySelectorAll<HTMLTimeElement>("time[data-clock]").forEach((clock) => {
    const seconds = (new Date(clock.dateTime).getTime() - Date.now()) / 1000;
    const place = clock.querySelector("[data-clock-words]");
    const now = words(seconds, said);
    if (place && place.textContent !== now) place.textContent = now;
    clock.classList.toggle("promise--overdue", seconds < 0);
  });
}

export function keepClocks(): void {
  window.setInterval(walk, MINUTE);
}
