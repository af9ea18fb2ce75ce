// Says at once that a file is too large, before it travels for minutes; the server says the same without script.
export function measure(input: HTMLInputElement): void {
  const { most, largest, together, tooLarge, tooMany } = input.dataset;
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    const whole = files.reduce((sum, file) => sum + file.size, 0);
    const alone = files.filter((file) => file.size > Number(largest));
    const large = alone.length || whole <= Number(together) ? alone : files;
    const words = files.length > Number(most) ? tooMany : large.length ? `${large.map((file) => file.name).join(", ")}: ${tooLarge}` : "";
    input.setCustomValidity(words ?? "");
    input.reportValidity();
  });
}
