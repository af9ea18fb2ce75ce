// The public pages work without script; with it one leaves them faster.
import { ErrorSummary, SkipLink } from "govuk-frontend";
import { measure } from "./files";
import { leaveAtOnce } from "./leave";
import { work } from "./work";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
const start = <T extends Element>(module: string, begin: (root: T) => unknown): void =>
  document.querySelectorAll<T>(`[data-module="${module}"]`).forEach(begin);

start<HTMLElement>("govuk-exit-this-page", leaveAtOnce);
start("govuk-error-summary", (root) => new ErrorSummary(root as unknown as HTMLElement));
start("govuk-skip-link", (root) => new SkipLink(root as unknown as HTMLElement));

document.querySelectorAll<HTMLElement>("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
document.querySelectorAll<HTMLInputElement>("input[name=challenge]").forEach((challenge) => void work(challenge));
document.querySelectorAll<HTMLInputElement>("input[type=file]").forEach(measure);
