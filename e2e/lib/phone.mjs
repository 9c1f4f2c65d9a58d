// What arrives on phones and in mailboxes, read from the simulators as it comes.

const WAIT_SECONDS = 30;

// What messages say that journeys wait for, in any language.
const KINDS = {
  verified: /стандартный|standard/i,
  confirmed: /личность подтверждена|identity (is|has been) confirmed|identité (est|a été) confirmée/i,
  letter: /ждёт вас на почте|at the post office|vous attend à la poste/i,
  handed: /письмо вручено|was handed over|a été remise/i,
  booked: /вы записаны в центр|is booked for|rendez-vous au centre de services le/i,
  moved: /запись .* перенесена|is moved to|est déplacé au/i,
  rejected: /расхождения|не совпали|(do|did) not match|ne correspondent pas/i,
};

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

  /** The code of the next SMS that has one. */
  async smsCode(number) {
    return this.#code(() => this.sms(number));
  }

  /** The code of the next letter that has one. */
  async mailCode(address) {
    return this.#code(() => this.mail(address));
  }

  /** The link of the next letter that proves the address. */
  async mailLink(address) {
    for (;;) {
      const link = (await this.mail(address)).links.find((one) => one.includes("token="));
      if (link) return link;
    }
  }

  /** Waits until somebody is told of something (a key of `KINDS`), by SMS or by mail; returns the message. */
  async told(contact, kind) {
    for (;;) {
      const message = await (contact.includes("@") ? this.mail(contact) : this.sms(contact));
      if (KINDS[kind].test(message.text)) return message;
    }
  }

  async #code(next) {
    for (;;) {
      const { codes } = await next();
      if (codes.length > 0) return codes[0];
    }
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
