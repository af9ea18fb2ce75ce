// Leaving at once. GOV.UK's component has the button, the three times Shift and the blank page; here the page also gives
// up its place in the history and what stands on it, takes along every other tab and every page that the browser
// remembers, and never shows itself again.
import { ExitThisPage } from "govuk-frontend";

const everywhere = "BroadcastChannel" in window ? new BroadcastChannel("leaving") : undefined;
let left = false;

class Leaving extends ExitThisPage {
  // The component's own method: whatever makes it leave comes through here.
  exitPage(): void {
    left = true;
    everywhere?.postMessage("leave");
    document.dispatchEvent(new Event("leaving"));
    super.exitPage();
    go(this.$button.href);
  }

  // Called for each `pageshow`: GOV.UK would uncover the page when somebody goes back to it.
  resetPage(): void {
    if (left) go(this.$button.href);
    else super.resetPage();
  }
}

function go(target: string): void {
  document.querySelector("main")?.remove();
  window.location.replace(target);
}

export function leaveAtOnce(root: HTMLElement): void {
  const leaving = new Leaving(root);
  everywhere?.addEventListener("message", () => {
    if (!left) leaving.exitPage();
  });
}
