// What is typed during a call is saved while it is typed. Nothing stays in the browser; nothing typed is ever lost:
// what cannot be saved is tried again, and what somebody else typed meanwhile is shown beside it.
const PAUSE = 1_500;
const AGAIN = 5_000;

type Words = { saved: string; unsaved: string; signedOut: string };

export class CallNote {
  private timer = 0;
  private saving?: Promise<void>;
  private saved: string;
  private version: number;
  private readonly field: HTMLTextAreaElement;
  private readonly state: HTMLElement;
  private readonly theirs: HTMLElement;

  constructor(private readonly form: HTMLFormElement, private readonly words: Words) {
    this.field = form.querySelector("textarea") as HTMLTextAreaElement;
    this.state = form.querySelector("[data-note-state]") as HTMLElement;
    this.theirs = document.getElementById("note-theirs") as HTMLElement;
    this.saved = this.field.value;
    this.version = Number(form.querySelector<HTMLInputElement>("[name=version]")?.value);
    this.field.addEventListener("input", () => this.soon(PAUSE));
    form.addEventListener("submit", (event) => { event.preventDefault(); void this.save(); });
    this.theirs.querySelector("[data-both]")?.addEventListener("click", () => this.both());
  }

  // What two people typed is not saved before one of them has read both.
  get unsaved(): boolean {
    return this.field.value !== this.saved || !this.theirs.hidden;
  }

  // The version that is saved, and that is read on this screen.
  get stands(): number {
    return this.version;
  }

  private soon(pause: number): void {
    this.state.textContent = this.words.unsaved;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), pause);
  }

  // One at a time: each waits for the version the one before brought. `sure`: asks the server even where nothing
  // changed here, because somebody else may have typed.
  async save(sure = false): Promise<void> {
    await this.saving;
    if (!this.theirs.hidden || !(sure || this.unsaved)) return;
    this.saving = this.send().catch(() => this.soon(AGAIN));
    await this.saving;
  }

  private async send(): Promise<void> {
    const text = this.field.value;
    const body = new URLSearchParams({ text, version: String(this.version) });
    const answer = await fetch(this.form.dataset.note as string, { method: "POST", body, keepalive: text.length < 20_000 });
    if (answer.status === 401) {
      this.soon(AGAIN);
      this.state.textContent = this.words.signedOut;
      return;
    }
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    const { version, text: theirs } = (await answer.json()) as { version: number; text: string | null };
    this.version = version;
    if (answer.status === 409) return this.show(theirs ?? "");
    this.saved = text;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
    this.state.textContent = this.unsaved ? this.words.unsaved : this.words.saved.replace("{time}", time);
  }

  private show(theirs: string): void {
    (this.theirs.querySelector("[data-theirs]") as HTMLElement).textContent = theirs;
    this.theirs.hidden = false;
  }

  private both(): void {
    const theirs = this.theirs.querySelector("[data-theirs]")?.textContent ?? "";
    this.field.value = [theirs, this.field.value].filter((text) => text.trim()).join("\n\n");
    this.theirs.hidden = true;
    void this.save();
  }
}
