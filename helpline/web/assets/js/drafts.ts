// What is typed into a contact's forms is saved while it is typed, and colleagues see it. Nothing stays in the browser;
// what cannot be saved is tried again, and what the same person typed in another window is shown beside it.
const PAUSE = 800;
const AGAIN = 3_000;
const SIGN_EVERY = 20_000;
const LEFT_OUT = ["version", "form_key", "prepared"];

type Fields = Record<string, string>;
type Kept = { version: number; fields: Fields | null };

class Draft {
  private timer = 0;
  private saving?: Promise<void>;
  private saved: string;
  private version: number;
  private other?: Fields;
  private leaving = false;
  private readonly state: HTMLElement;
  private readonly notice: HTMLElement;

  constructor(private readonly form: HTMLFormElement) {
    this.state = form.querySelector("[data-draft-state]") as HTMLElement;
    this.notice = form.querySelector("[data-draft-other]") as HTMLElement;
    this.version = Number(form.dataset.draftVersion);
    this.saved = "draftNow" in form.dataset ? "" : this.fields();
    for (const event of ["input", "change"]) form.addEventListener(event, () => this.soon(PAUSE));
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pagehide", () => void this.save());
    this.notice.querySelector("[data-draft-both]")?.addEventListener("click", () => this.both());
    if ("draftNow" in form.dataset) this.soon(PAUSE);
  }

  private fields(): string {
    const all = [...new FormData(this.form)].filter(([name, value]) => !LEFT_OUT.includes(name) && typeof value === "string");
    return JSON.stringify(Object.fromEntries(all));
  }

  // Not put off by the next letter: whoever types without a pause is saved all the same.
  private soon(pause: number): void {
    if (this.timer || this.leaving || this.fields() === this.saved) return;
    this.say("unsaved");
    this.timer = window.setTimeout(() => { this.timer = 0; void this.save(); }, pause);
  }

  private async save(): Promise<void> {
    await this.saving;
    if (this.leaving || this.other || this.fields() === this.saved) return;
    this.saving = this.send().catch(() => this.soon(AGAIN));
    await this.saving;
    this.saving = undefined;
  }

  private async send(): Promise<void> {
    const fields = this.fields();
    const body = new URLSearchParams({ fields, version: String(this.version) });
    const answer = await fetch(this.form.dataset.draft as string, { method: "POST", body, keepalive: fields.length < 20_000 });
    if (answer.status === 401) {
      this.soon(AGAIN);
      return this.say("signedOut");
    }
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    const kept = (await answer.json()) as Kept;
    this.version = kept.version;
    if (answer.status === 409) return kept.fields ? this.show(kept.fields) : this.soon(0);
    this.saved = fields;
    if (this.fields() === this.saved) this.say("saved");
    else this.soon(PAUSE);
  }

  private say(what: "saved" | "unsaved" | "signedOut"): void {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.state.textContent = (this.state.dataset[what] ?? "").replace("{time}", time);
  }

  // Colleagues' words stand elsewhere on the page; these are one's own from another window.
  private show(fields: Fields): void {
    this.other = fields;
    (this.notice.querySelector("[data-draft-words]") as HTMLElement).textContent = this.areas.map((area) => fields[area.name] ?? "").filter(Boolean).join("\n\n");
    this.notice.hidden = false;
  }

  private both(): void {
    const other = this.other ?? {};
    for (const area of this.areas) area.value = [other[area.name] ?? "", area.value].filter((text) => text.trim()).join("\n\n");
    this.other = undefined;
    this.notice.hidden = true;
    this.soon(0);
  }

  private get areas(): HTMLTextAreaElement[] {
    return [...this.form.querySelectorAll("textarea")];
  }

  // The form itself brings everything: a draft that is under way must arrive first, or it would come back afterwards.
  private leave(event: SubmitEvent): void {
    if (this.saving) {
      event.preventDefault();
      const { submitter } = event;
      void this.saving.finally(() => { this.saving = undefined; this.form.requestSubmit(submitter); });
      return;
    }
    this.leaving = true;
    window.clearTimeout(this.timer);
  }
}

export function keepDrafts(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach((form) => form.querySelector("[data-draft-state]") && new Draft(form));
}

// An open page gives a sign that somebody looks, and says when it is closed.
export function keepLooking(): void {
  const where = document.querySelector<HTMLElement>("[data-looks]")?.dataset.looks;
  if (!where) return;
  const sign = (): void => { if (!document.hidden) void fetch(where, { method: "POST" }).catch(() => undefined); };
  window.setInterval(sign, SIGN_EVERY);
  document.addEventListener("visibilitychange", sign);
  window.addEventListener("pagehide", () => void fetch(`${where}/end`, { method: "POST", keepalive: true }).catch(() => undefined));
}
