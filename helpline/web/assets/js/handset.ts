// The telephone in this browser: registers with a ticket, keeps it fresh, rings, answers.
import type { Call, Device } from "@twilio/voice-sdk";

type Ticket = { token: string; edge: string };
type Library = { Device: typeof Device };
export type Told = { ringing(offer: string, unasked: boolean): void; quiet(): void; talking(): void; ended(): void; ready(is: boolean): void };

// The provider's library measures every call and would report it; nothing of that leaves this browser.
class Silent {
  isEnabled = false;
  post = (): Promise<void> => Promise.resolve();
  postMetrics = this.post; debug = this.post; info = this.post; warn = this.post; error = this.post;
  on = (): this => this;
  setHost(): void {} setToken(): void {} enable(): void {} disable(): void {}
}
const NAMES = ["incoming", "outgoing", "disconnect", ...[..."0123456789sh"].map((key) => `dtmf${key}`)];

async function ticket(): Promise<Ticket> {
  const answer = await fetch("/desk/line/tickets", { method: "POST" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export class Handset {
  private device?: Device;
  private call?: Call;

  constructor(private readonly library: string, private readonly quiet: string, private readonly told: Told) {}

  get isOpen(): boolean {
    return this.device !== undefined;
  }

  get talks(): boolean {
    return this.call?.status() === "open";
  }

  async open(): Promise<void> {
    if (this.device) return;
    const { Device } = (await import(this.library)) as Library;
    const { token, edge } = await ticket();
    const sounds = Object.fromEntries(NAMES.map((name) => [name, new URL(this.quiet, location.href).href]));
    const options = { edge: edge || undefined, codecPreferences: ["opus", "pcmu"], sounds, tokenRefreshMs: 60_000, logLevel: "silent", Publisher: Silent };
    this.device = new Device(token, options as unknown as Device.Options);
    this.device.on("incoming", (call: Call) => this.rings(call));
    this.device.on("registered", () => this.told.ready(true));
    for (const trouble of ["unregistered", "error"]) this.device.on(trouble, () => this.device && this.told.ready(false));
    this.device.on("tokenWillExpire", () => void this.refresh());
    await this.device.register();
  }

  // Asked again and again while the network is away: a browser without a ticket is never rung.
  private async refresh(): Promise<void> {
    try {
      this.device?.updateToken((await ticket()).token);
    } catch {
      this.told.ready(false);
      window.setTimeout(() => void this.refresh(), 5_000);
    }
  }

  private rings(call: Call): void {
    if (this.call) return call.reject();
    this.call = call;
    const over = (): void => {
      if (this.call !== call) return;
      this.call = undefined;
      this.told.quiet();
      this.told.ended();
    };
    for (const end of ["disconnect", "cancel", "reject", "error"]) call.on(end, over);
    call.on("accept", () => { this.told.quiet(); this.told.talking(); });
    this.told.ringing(call.customParameters.get("offer") ?? "", call.customParameters.has("back"));
  }

  answer(): void {
    if (this.call?.status() === "pending") this.call.accept();
  }

  decline(): void {
    if (this.call?.status() === "pending") this.call.reject();
  }

  mute(): boolean {
    this.call?.mute(!this.call.isMuted());
    return this.call?.isMuted() ?? false;
  }

  hangUp(): void {
    this.call?.disconnect();
  }

  async close(): Promise<void> {
    const device = this.device;
    this.device = undefined;
    device?.destroy();
  }
}
