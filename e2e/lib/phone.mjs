// What arrives on phones and in mailboxes, read from the simulators as it comes.

const WAIT_SECONDS = 20;

/** Reads codes and links. A message is given once: each call returns what came after the last one for that contact. */
export class Phone {
  #seen = new Map();

  constructor(pages) {
    this.pages = pages;
  }

  /** The next SMS to a number. */
  sms(number) {
    return this.#next("sms", number);
  }

  /** The next letter to an address. */
  mail(address) {
    return this.#next("mail", address);
  }

  /** The code of the next SMS. */
  async smsCode(number) {
    return only((await this.sms(number)).codes, `an SMS to ${number}`);
  }

  /** The code of the next letter. */
  async mailCode(address) {
    return only((await this.mail(address)).codes, `a letter to ${address}`);
  }

  /** The link in the next letter. */
  async mailLink(address) {
    const letter = await this.mail(address);
    if (letter.links.length === 0) throw new Error(`no link in a letter to ${address}:\n${letter.text}`);
    return letter.links[0];
  }

  async #next(kind, to) {
    const key = `${kind} ${to}`;
    const after = this.#seen.get(key) ?? 0;
    const query = new URLSearchParams({ to, after: String(after), wait: String(WAIT_SECONDS) });
    const { messages } = await (await fetch(`${this.pages}/api/${kind}?${query}`)).json();
    if (messages.length === 0) throw new Error(`no ${kind} came to ${to} within ${WAIT_SECONDS} s`);
    this.#seen.set(key, messages[0].id);
    return messages[0];
  }
}

function only(codes, where) {
  if (codes.length !== 1) throw new Error(`${codes.length} codes in ${where}`);
  return codes[0];
}
