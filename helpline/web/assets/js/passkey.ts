// Passkeys: asks our server what to sign, lets the browser's authenticator do it, and sends the form with the answer.
// The server's JSON and ours say bytes in base64url, as WebAuthn's own JSON forms do; not every browser converts them.
type Said = Record<string, unknown> & { id?: string };

const bytes = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list as Said[]) ?? []).map((one) => ({ ...one, id: bytes(one.id as string) }) as PublicKeyCredentialDescriptor);

async function use(asked: Said): Promise<object> {
  const publicKey = { ...asked, challenge: bytes(asked.challenge as string), allowCredentials: known(asked.allowCredentials) };
  const found = (await navigator.credentials.get({ publicKey } as CredentialRequestOptions)) as PublicKeyCredential;
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response as AuthenticatorAssertionResponse;
  return whole(found, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : undefined,
  });
}

async function make(asked: Said): Promise<object> {
  const user = asked.user as Said;
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge as string),
    user: { ...user, id: bytes(user.id as string) },
    excludeCredentials: known(asked.excludeCredentials),
  };
  const found = (await navigator.credentials.create({ publicKey } as unknown as CredentialCreationOptions)) as PublicKeyCredential;
  const { clientDataJSON, attestationObject } = found.response as AuthenticatorAttestationResponse;
  return whole(found, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) });
}

const whole = (found: PublicKeyCredential, response: object): object => ({
  id: found.id,
  rawId: text(found.rawId),
  type: found.type,
  response,
  clientExtensionResults: {},
});

async function ask(form: HTMLFormElement): Promise<void> {
  const refused = form.querySelector<HTMLElement>("[data-refused]");
  const credential = form.querySelector<HTMLInputElement>("[data-credential]");
  if (!refused || !credential) return;
  refused.hidden = true;
  try {
    const answer = await fetch(form.dataset.challenge ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const asked = (await answer.json()) as Said;
    credential.value = JSON.stringify(form.dataset.passkey === "create" ? await make(asked) : await use(asked));
    form.submit();
  } catch {
    refused.hidden = false;
  }
}

if ("PublicKeyCredential" in window) {
  document.querySelectorAll("[data-no-passkey]").forEach((said) => said.remove());
  document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ask(form);
    });
  });
}
