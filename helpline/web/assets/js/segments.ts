// Counts a text message while it is typed: GSM-7 takes 160 characters (153 in parts), anything else 70 (67).
const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const extended = "^{}\\[~]|€";

export function measure(text: string): { units: number; parts: number; left: number } {
  const letters = [...text.replace(/\r\n/g, "\n")];
  const plain = letters.every((letter) => basic.includes(letter) || extended.includes(letter));
  const units = plain
    ? letters.reduce((sum, letter) => sum + (extended.includes(letter) ? 2 : 1), 0)
    : letters.reduce((sum, letter) => sum + letter.length, 0);
  const [whole, part] = plain ? [160, 153] : [70, 67];
  const parts = units <= whole ? 1 : Math.ceil(units / part);
  return { units, parts, left: (parts === 1 ? whole : parts * part) - units };
}

// <p data-segments-of="text" data-words="{units} characters, {parts} message(s), {left} left">
export function keepSegments(): void {
  document.querySelectorAll<HTMLElement>("[data-segments-of]").forEach((place) => {
    const field = document.getElementById(place.dataset.segmentsOf ?? "") as HTMLTextAreaElement | null;
    const show = (): void => {
      const { units, parts, left } = measure(field?.value ?? "");
      place.textContent = (place.dataset.words ?? "").replace("{units}", `${units}`).replace("{parts}", `${parts}`).replace("{left}", `${left}`);
      place.classList.toggle("segments--many", parts > 1);
    };
    field?.addEventListener("input", show);
    show();
  });
}
