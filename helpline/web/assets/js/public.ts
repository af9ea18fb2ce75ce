// The public pages work without script; with it one leaves them faster, and goes back in the form without losing a word.
import { ErrorSummary, SkipLink } from "govuk-frontend";
import { measure } from "./files";
import { leaveAtOnce } from "./leave";
import { keepSteps } from "./steps";
import { work } from "./work";

function begin(root: ParentNode): void {
  const start = <T extends Element>(module: string, begin: (root: T) => unknown): void =>
    root.querySelectorAll<T>(`[data-module="${module}"]`).forEach(begin);

  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  start<HTMLElement>("govuk-exit-this-page", leaveAtOnce);
  start("govuk-error-summary", (root) => new ErrorSummary(root as unknown as HTMLElement));
  start("govuk-skip-link", (root) => new SkipLink(root as unknown as HTMLElement));

  root.querySelectorAll<HTMLElement>("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  root.querySelectorAll<HTMLInputElement>("input[name=challenge]").forEach((challenge) => void work(challenge));
  root.querySelectorAll<HTMLInputElement>("input[type=file]").forEach(measure);
}

begin(document);
keepSteps(begin);
