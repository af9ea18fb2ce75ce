// A sound and a message from the desktop for whoever wants them (My account). Neither ever says what it is about.
const wishes = (): DOMStringMap => (document.getElementById("main") as HTMLElement).dataset;

function tell(sentence: string): void {
  if (!wishes().notify || !document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  new Notification(sentence, { tag: "helpline" });
}

export const tellOfArrival = (): void => tell(wishes().arrived ?? "");

export function tellOfDanger(): void {
  const { sound } = wishes();
  if (sound) void new Audio(sound).play().catch(() => undefined);
  tell(wishes().immediate ?? "");
}

// A browser asks for its permission only when somebody presses something.
export function keepNotices(): void {
  if (!wishes().notify || !("Notification" in window) || Notification.permission !== "default") return;
  document.addEventListener("click", () => void Notification.requestPermission(), { once: true });
}
