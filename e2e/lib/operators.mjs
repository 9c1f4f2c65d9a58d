// Operators at the workplace: signing in with a second factor, and what they do at the window.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const used = new Map();

function fromBase32(text) {
  let [bits, count] = [0, 0];
  const bytes = [];
  for (const letter of text) {
    bits = (bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
      bits &= (1 << count) - 1;
    }
  }
  return Buffer.from(bytes);
}

/** The code that an authenticator application shows for a step of 30 seconds (RFC 6238). */
export function totp(key, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", fromBase32(key)).update(counter).digest();
  const at = hash.at(-1) & 0x0f;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** The next code of an operator. A code counts once; the server takes the one of the next step as well. */
function nextCode({ login, key }) {
  const now = () => Math.floor(Date.now() / STEP_MS);
  const step = Math.max(now(), (used.get(login) ?? 0) + 1);
  assert.ok(step <= now() + 1, `${login} signs in for the third time within a minute: take another operator`);
  used.set(login, step);
  return totp(key, step);
}

/** Signs an operator in, at the first center that is offered. */
export async function signIn(world, person, login) {
  const operator = world.operator(login);
  await person.open("/operator");
  assert.equal(person.path(), "/operator/login");
  await person.fill({ login, password: operator.password });
  await person.submit();
  await person.fill({ code: nextCode(operator) });
  await person.submit();
  if (person.path() === "/operator/login/center") {
    await person.page.locator("[name=center]").first().check();
    await person.submit();
  }
  // Administrators of the installation begin with what waits.
  assert.ok(["/operator", "/operator/queues"].includes(person.path()), person.path());
}

/** Goes on where the proof of who the operator is has grown old. */
export async function proveAgain(world, person, login) {
  if (person.path() !== "/operator/again") return false;
  const operator = world.operator(login);
  await person.fill({ password: operator.password, code: await nextCode(operator) });
  await person.submit();
  return true;
}

/** Finds a visitor for a task. */
export async function find(person, task, visitor) {
  await person.open(`/operator/serve/${task}`);
  await person.fill({ visitor });
  await person.submit();
}

/** Ticks everything that has to be compared. */
export async function compareAll(person) {
  for (const box of await person.page.locator("input[type=checkbox][name^=seen_]").all()) await box.check();
}

/** A colleague looks at the one request that waits, and agrees. */
export async function agree(person) {
  await person.open("/operator/approvals");
  if ((await person.page.locator("a[data-look]").count()) > 0) await person.press("a[data-look]");
  await person.press("button[value=agree]");
}
