// Asks the device for a passkey and sends what it says with the form. The options and the answer are JSON with bytes in
// base64url, as WebAuthn writes them down.

function bytes(text: string): ArrayBuffer {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

type Options = { challenge: string; user?: { id: string }; [list: string]: unknown };

/** The options with bytes where the browser wants bytes. */
function read(json: string): CredentialCreationOptions & CredentialRequestOptions {
  const asked: Options = JSON.parse(json).publicKey;
  const key: Record<string, unknown> = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) key.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    const known = asked[list];
    if (Array.isArray(known)) key[list] = known.map((one: { id: string }) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key } as unknown as CredentialCreationOptions & CredentialRequestOptions;
}

/** What the device said, as the server reads it. */
function write(credential: PublicKeyCredential): string {
  const said = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const response: Record<string, unknown> = { clientDataJSON: text(said.clientDataJSON) };
  if (said.attestationObject) {
    response.attestationObject = text(said.attestationObject);
  } else {
    response.authenticatorData = text(said.authenticatorData);
    response.signature = text(said.signature);
    response.userHandle = text(said.userHandle);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, extensions: {} });
}

export function passkey(box: HTMLElement): void {
  if (!(box instanceof HTMLFormElement)) return;
  const part = (name: string): HTMLElement | null => box.querySelector(`[data-part="${name}"]`);
  const [state, button, sent] = [part("state"), box.querySelector("button"), box.querySelector<HTMLInputElement>("[name=credential]")];
  if (!state || !button || !sent) return;
  part("without")?.remove();
  if (!window.PublicKeyCredential || !navigator.credentials) {
    state.textContent = box.dataset.unknown ?? "";
    return;
  }
  button.hidden = false;
  const ask = async (): Promise<void> => {
    button.disabled = true;
    state.textContent = box.dataset.wait ?? "";
    try {
      const options = read(box.dataset.options ?? "");
      const made = options.publicKey && "user" in options.publicKey;
      const credential = made ? await navigator.credentials.create(options) : await navigator.credentials.get(options);
      if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
      sent.value = write(credential);
      // The main button's id hides the form's own method of that name.
      HTMLFormElement.prototype.submit.call(box);
    } catch {
      // Refused, cancelled or too late: the browser has told why, and it can be tried again.
      state.textContent = box.dataset.failed ?? "";
      button.disabled = false;
    }
  };
  box.addEventListener("submit", (event) => {
    const needed = box.dataset.needs ? box.querySelector<HTMLInputElement>(`[name=${box.dataset.needs}]`) : null;
    // Without a name the server says what is missing, and the device is not troubled.
    if (needed && needed.value.trim() === "") return;
    event.preventDefault();
    void ask();
  });
  if (box.dataset.atOnce) void ask();
}
