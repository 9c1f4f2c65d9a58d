// Second factors as a person sets them up and uses them.

import { createHmac } from "node:crypto";
import { withVisitor } from "./browser.mjs";
import { logIn } from "./journeys.mjs";

export const FACTORS = "/account/security/second-factor";

/** The code that an application shows for a key in base32 (RFC 6238), `steps` steps from now. */
export function totp(key, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const tag = createHmac("sha1", secret).update(counter).digest();
  const number = tag.readUInt32BE(tag.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Sets an application up and makes recovery codes; returns the key and the codes. */
export async function setUpApplication(person, { check = false } = {}) {
  const look = async (name) => check && person.check(name);
  await person.open(FACTORS);
  await look("factors, none");
  await person.press("#totp_set");
  await look("application");
  const key = await person.page.locator("#totp_key").innerText();
  await person.fill({ code: totp(key) });
  await person.submit();
  await look("recovery codes, before");
  await person.submit();
  await look("recovery codes");
  return { key, codes: await person.page.locator(".recovery-codes code").allInnerTexts() };
}

/** The same from another device: whoever sets a factor up has proved it there, and other sessions have not. */
export async function setUpElsewhere(world, contact) {
  let made;
  await withVisitor(world, { language: "en" }, async (other) => {
    await logIn(other, contact);
    made = await setUpApplication(other);
  });
  return made;
}
