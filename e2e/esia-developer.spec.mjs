// A system that speaks ESIA at the technology portal: its developer enters it with a certificate made by OpenSSL, signs a request as the
// page says, reads in the log why it is refused, mends it, and has tokens. The commands are those of the pages, run as they stand there.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { claims, isSigned } from "./lib/esia.mjs";
import { checked, signedInAtStandard } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const run = promisify(execFile);

let world;
let server;
let domain;
let came;

before(async () => {
  world = await startWorld();
  server = createServer((request, response) => {
    const url = new URL(request.url, domain);
    if (url.pathname === "/callback") came = url.searchParams;
    response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><html lang=en><title>System</title><h1>System</h1>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  domain = `http://localhost:${server.address().port}`;
});
after(async () => {
  server?.closeAllConnections();
  server?.close();
  await closeBrowser();
  await world?.stop();
});

const shown = (person, id) => person.page.locator(`#${id}`).innerText();
/** The text of an example, also where it is folded. */
const example = (person, id) => person.page.locator(`#${id}`).evaluate((code) => code.textContent);

/** The parts of an example: what stands before the first step, and each step. */
function steps(text) {
  const [head, ...rest] = text.split(/^# (?=\d\. )/m);
  return [head, ...rest.map((step) => `# ${step}`)];
}

/** Runs commands of a page in the folder of the developer; what they print. */
async function typed(folder, commands, environment = {}) {
  const { stdout } = await run("bash", ["-c", `set -eo pipefail\n${commands}`], { cwd: folder, env: { ...process.env, ...environment } });
  return stdout.trim();
}

/** What the log says, the newest first. */
async function log(person, mnemonic) {
  await person.open(`/developer/sites/${mnemonic}/log`);
  return person.page.locator(".log > li").evaluateAll((lines) => lines.map((line) => [line.dataset.refused, line.innerText]));
}

/** Goes to the address of a request, agrees where that is asked, and is back at the system. */
async function goes(person, address) {
  came = undefined;
  await person.open(address);
  if (new URL(person.page.url()).origin !== domain) {
    await person.check("consent");
    await person.page.locator("#submit").click();
    await person.page.waitForURL((url) => url.href.startsWith(`${domain}/callback`));
  }
  return came;
}

const RAW = "$CLIENT_ID$SCOPE$TIMESTAMP$STATE$REDIRECT_URI";
const MESSAGE = "$SCOPE$TIMESTAMP$CLIENT_ID$STATE";

// The third generation by a key of GOST, and the first by one of RSA: which command makes the key, which example signs, what it signs
// first and what is wrong there.
const GENERATIONS = [
  { scripts: true, language: "en", key: "anna", mnemonic: "CLINIC3", made: "GOST", example: "snippet-8", right: RAW, wrong: MESSAGE, fits: "v1" },
  { scripts: false, language: "ru", key: "boris", mnemonic: "CLINIC1", made: "RSA", example: "snippet-7", right: MESSAGE, wrong: RAW, fits: "v2" },
];

for (const one of GENERATIONS) {
  const { scripts, language, key, mnemonic } = one;
  test(`R212: a system of ESIA is entered and mended by its developer (scripts ${scripts ? "on" : "off"}, ${language}, ${one.made})`, async () => {
    const folder = await mkdtemp(join(world.data, "system-"));
    await withVisitor(world, { scripts, language, elsewhere: [domain] }, async (person) => {
      await signedInAtStandard(world, person, key);
      await person.open("/developer/new");
      const { page } = person;
      await page.locator("input[name=site_kind][value=esia]").check();
      // What does not concern such a system is put away where scripts run.
      assert.equal(await page.locator("#redirect_uris").isVisible(), !scripts);
      assert.equal(await page.locator("#keys").isVisible(), !scripts);
      assert.ok(await page.locator("#mnemonic").isVisible());
      await person.check("form of a system");
      await person.submit();
      await person.check("faulty form of a system");
      for (const field of ["mnemonic", "esia_domains", "esia_certificates"]) assert.ok(await page.locator(`#${field}-error`).isVisible(), field);
      // The key, as the form says: by one of two commands.
      const commands = (await example(person, "key-snippet")).split(/^(?=# (?:RSA|GOST))/m);
      await typed(folder, commands.find((command) => command.startsWith(`# ${one.made}`)));
      await page.locator("#name_ru").fill("Клиника");
      await page.locator("#mnemonic").fill(mnemonic);
      await page.locator("#esia_domains").fill(domain);
      await page.locator("#esia_certificates").fill(await readFile(join(folder, "system.crt"), "utf8"));
      await page.locator("details:has(#scope-fullname) summary").click();
      await page.locator("#scope-fullname").check();
      await page.locator("#purpose_fullname_ru").fill("Чтобы обратиться по имени");
      await person.submit();
      await person.check("a system that was entered");
      assert.equal(await shown(person, "client-id"), mnemonic);
      await person.press("#submit");
      await person.check("quick start of a system");
      const [head, begin, trade] = steps(await example(person, one.example));
      const download = await person.context.request.get(`${world.url}/developer/sites/${mnemonic}/token-certificate`);
      await writeFile(join(folder, "token.crt"), await download.body());
      await writeFile(join(folder, "token.pub"), await shown(person, "public-key"));
      const { stdout } = await run("openssl", ["x509", "-in", join(folder, "token.crt"), "-noout", "-pubkey"]);
      assert.equal(stdout.trim(), (await readFile(join(folder, "token.pub"), "utf8")).trim());
      await person.press("#log");
      await person.check("a log without requests");

      // Signed as another generation does, which is wrong here.
      const wrong = begin.replace(one.right, () => one.wrong);
      assert.notEqual(wrong, begin);
      const refused = await goes(person, await typed(folder, head + wrong));
      assert.match(refused.get("error_description"), /^ESIA-007053: /);
      const [[isRefused, why]] = await log(person, mnemonic);
      await person.check("a log with a refusal");
      assert.equal(isRefused, "true");
      assert.match(why, new RegExp(`${one.fits}: would fit in lenient mode`));

      const agreed = await goes(person, await typed(folder, head + begin));
      assert.equal(agreed.get("error_description"), null);
      const tokens = JSON.parse(await typed(folder, head + trade, { CODE: agreed.get("code") }));
      assert.ok(tokens.access_token, JSON.stringify(tokens));
      assert.ok(await isSigned(world, tokens.access_token, join(folder, "token.pub")));
      const oid = claims(tokens.access_token)["urn:esia:sbj_id"];
      const read = await fetch(`${world.url}/rs/prns/${oid}`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
      assert.equal((await read.json()).lastName, world.person(key).family_name);
      const lines = await log(person, mnemonic);
      await person.check("a log with what was accepted");
      assert.deepEqual(lines.map(([is]) => is), ["false", "false", "true"]);

      // The page of the system, the checks, and an edit that takes the mnemonic for granted.
      const path = `/developer/sites/${mnemonic}`;
      await person.open(path);
      await person.check("page of a system");
      const findings = await checked(person, path);
      await person.check("a system that was checked");
      assert.deepEqual(findings.filter(([verdict]) => verdict === "error"), []);
      await person.press("#edit");
      await person.check("a system is changed");
      assert.equal(await page.locator("#mnemonic").count(), 0);
      await page.locator("input[name=esia_mode][value=lenient]").check();
      await person.submit();
      assert.equal(person.path(), path);
    });
  });
}
