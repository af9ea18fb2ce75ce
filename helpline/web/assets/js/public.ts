// The public pages work without script; with it one leaves them faster.
import { ErrorSummary, ExitThisPage, SkipLink } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
const start = <T extends Element>(module: string, begin: (root: T) => unknown): void =>
  document.querySelectorAll<T>(`[data-module="${module}"]`).forEach(begin);

start("govuk-exit-this-page", (root) => new ExitThisPage(root as unknown as HTMLElement));
start("govuk-error-summary", (root) => new ErrorSummary(root as unknown as HTMLElement));
start("govuk-skip-link", (root) => new SkipLink(root as unknown as HTMLElement));
