// Counts a text message while it is typed, as helpline/outbox/rules.py does: GSM-7 takes 160 characters (153 in parts),
// anything else 70 (67), and a letter of two units is never cut in two.
const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const extended = "\f^{}\\[~]|€";

type Measure = { plain: boolean; units: number; parts: number; left: number };

export function measure(text: string): Measure {
  const letters = [...text.replace(/\r\n/g, "\n")];
  const plain = letters.every((letter) => basic.includes(letter) || extended.includes(letter));
  const sizes = letters.map((letter) => (plain ? (extended.includes(letter) ? 2 : 1) : letter.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [whole, part] = plain ? [160, 153] : [70, 67];
  if (units <= whole) return { plain, units, parts: units ? 1 : 0, left: whole - units };
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return { plain, units, parts, left: part - used };
}

// <p data-segments-of="text" data-words="{units} characters, {parts} message(s), {left} left" data-small="Only 70 fit.">
export function keepSegments(): void {
  document.querySelectorAll<HTMLElement>("[data-segments-of]:not([data-kept])").forEach((place) => {
    place.dataset.kept = "";
    const field = document.getElementById(place.dataset.segmentsOf ?? "") as HTMLTextAreaElement | null;
    const show = (): void => {
      const { plain, units, parts, left } = measure(field?.value ?? "");
      const counted = (place.dataset.words ?? "").replace("{units}", `${units}`).replace("{parts}", `${parts}`).replace("{left}", `${left}`);
      place.textContent = plain || !place.dataset.small ? counted : `${counted} · ${place.dataset.small}`;
      place.classList.toggle("segments--many", parts > 1);
    };
    field?.addEventListener("input", show);
    show();
  });
}
