// The registered letter: ordered at the portal, followed and opened at the carrier's.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
export const PAGE = "/confirmation/registered-letter";
const ADDRESS = { locality: "г. Новосибирск", street: "Красный проспект", house: "18", apartment: "7" };

/** From the page of methods to the ordered letter, by way of the index finder; `check` looks at the pages on the way. */
export async function orderLetter(person, { check = async () => undefined } = {}) {
  await person.open("/confirmation");
  await person.press(`main a[href='${PAGE}']`);
  await check("order form");
  await person.press("#find-index");
  await person.fill({ locality: ADDRESS.locality, street: ADDRESS.street });
  await person.submit();
  await check("index found");
  await person.press("main .tiles a");
  assert.equal(await person.page.inputValue("#postal_index"), "630099");
  assert.equal(await person.page.inputValue("#region"), "Новосибирская область");
  await person.fill({ house: ADDRESS.house, apartment: ADDRESS.apartment });
  await person.submit();
  assert.equal(person.path(), PAGE);
  await check("ordered");
}

/** The letter of this person at the carrier's, once the batch was taken. */
export async function letterOf(world, key) {
  const { family_name } = world.person(key);
  const wanted = new URLSearchParams({ name: `${family_name} `, wait: "30" });
  const { items } = await (await fetch(`${world.carrier}/api/items?${wanted}`)).json();
  assert.ok(items.length > 0, `a letter for ${key} came to the carrier`);
  return items.at(-1);
}

/** The carrier says that the letter has come further. */
export async function move(world, number, state) {
  const answer = await fetch(`${world.carrier}/api/items/${number}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ state }),
  });
  assert.equal(answer.status, 204);
}

/** Opens the envelope: the code as it is printed. */
export async function codeIn(world, number) {
  const pdf = Buffer.from(await (await fetch(`${world.carrier}/letters/${number}.pdf`)).arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const folder = await mkdtemp(join(tmpdir(), "okno-letter-"));
  try {
    const file = join(folder, "letter.pdf");
    await writeFile(file, pdf);
    await run("qpdf", ["--check", file]);
    const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
    // Letters that stand wide apart may be read as words.
    const code = stdout.replaceAll(" ", "").match(/^[2-9A-Y]{5}-[2-9A-Y]{5}$/m);
    assert.ok(code, stdout);
    return code[0];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
