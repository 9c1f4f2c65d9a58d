// Systems that were written for ESIA: two libraries that nobody here wrote, unchanged, and the requests of the later generations
// signed by OpenSSL.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { claims, header, isSigned, openSystem, tokenKey } from "./lib/esia.mjs";
import { logIn, PASSWORD, reachStandard, registerByPhone } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const run = promisify(execFile);
const SCOPES = ["openid", "fullname", "birthdate", "snils", "id_doc", "mobile", "email"];
const IMPLIED = { consent: "implied" };
const V1 = ["scope", "timestamp", "client_id", "state"];
const V2 = ["client_id", "scope", "timestamp", "state", "redirect_uri"];
const V3 = [...V2, "code"];

let world;
const systems = [];

before(async () => {
  world = await startWorld();
});
after(async () => {
  for (const system of systems) system.close();
  await closeBrowser();
  await world?.stop();
});

async function open(...parameters) {
  const system = await openSystem(world, ...parameters);
  systems.push(system);
  return system;
}

/** Goes to a system's request, and waits for what comes back. */
async function comeBack(person, system, address) {
  system.came = undefined;
  await person.open(address);
  if (person.path() === "/login") {
    await person.fill({ login: person.contact, password: PASSWORD });
    await person.submit();
  }
  if (!system.isImplied) {
    await person.check("consent");
    await person.page.locator("#submit").click();
  }
  await person.page.waitForURL((url) => url.href.startsWith(system.url));
  await person.page.waitForLoadState();
  return system.came;
}

/** A journey of somebody who has an account and is signed out. */
async function withPerson(journey, options = {}) {
  const elsewhere = systems.map((system) => new URL(system.url).origin);
  await withVisitor(world, { language: "en", elsewhere, ...options }, async (person) => {
    const { contact } = await registerByPhone(world, person);
    person.contact = contact;
    await person.logOut();
    await journey(person);
  });
}

test("R212: `esia` of npm, unchanged: a message with the string inside, and a slash behind the number", async () => {
  const system = await open("NPM", "rsa", { scopes: SCOPES, esia: { algorithm: "RS256" } });
  const client = createRequire(import.meta.url)("esia")({
    esiaUrl: world.url,
    clientId: "NPM",
    redirectUri: system.callback,
    scope: "openid fullname mobile",
    certificate: await readFile(system.certificate, "utf8"),
    key: await readFile(system.key, "utf8"),
  });
  await withPerson(async (person) => {
    const { url, params } = client.getAuth();
    const came = await comeBack(person, system, url);
    assert.equal(came.get("error_description"), null);
    assert.equal(came.get("state"), params.state);
    const { marker, data } = await client.getAccess(came.get("code"), ["/", "/ctts?embed=(elements)"]);
    const oid = marker.decodedAccessToken["urn:esia:sbj_id"];
    assert.ok(Number.isInteger(oid) && oid >= 1_000_000_000);
    const [human, contacts] = data.map((one) => (typeof one === "string" ? JSON.parse(one) : one));
    assert.ok(human.lastName && human.status === "REGISTERED");
    assert.deepEqual(contacts.elements.map((one) => one.type), ["MBT"]);
    assert.ok(await isSigned(world, marker.response.id_token, await tokenKey(world, "RS256")));
  });
});

test("R212: `esia-connector` of PyPI, unchanged: it signs by the openssl command and verifies the id_token", async () => {
  const system = await open("PYPI", "rsa", { scopes: SCOPES, esia: { algorithm: "RS256" } });
  const python = fileURLToPath(new URL(".venv/bin/python", import.meta.url));
  const script = fileURLToPath(new URL("lib/esia_connector_client.py", import.meta.url));
  const settings = {
    client_id: "PYPI",
    redirect: system.callback,
    certificate: system.certificate,
    key: system.key,
    url: world.url,
    scope: SCOPES.join(" "),
    token_key: await tokenKey(world, "RS256"),
  };
  const call = async (...words) => {
    const { stdout } = await run(python, [script, JSON.stringify(settings), ...words]);
    return JSON.parse(stdout);
  };
  await withVisitor(world, { language: "en", elsewhere: [new URL(system.url).origin] }, async (person) => {
    person.contact = (await reachStandard(world, person, { key: "anna" })).contact;
    const { url } = await call("url");
    const came = await comeBack(person, system, url);
    assert.equal(came.get("error_description"), null);
    const told = await call("complete", came.get("code"), came.get("state"));
    assert.equal(told.person.trusted, false);
    assert.match(told.person.snils, /^\d{3}-\d{3}-\d{3} \d\d$/);
    assert.match(told.person.birthDate, /^\d\d\.\d\d\.\d{4}$/);
    assert.deepEqual(told.documents.elements.map((one) => [one.type, one.vrfStu]), [["RF_PASSPORT", "VERIFIED"]]);
    assert.deepEqual([told.addresses, told.contacts.size], [403, 1]);
  });
});

for (const [mnemonic, te, order] of [["GOST2", "/aas/oauth2/v2/te", V2], ["GOST3", "/aas/oauth2/v3/te", V3]]) {
  test(`R212: v2/ac and ${te}: raw GOST signatures, GOST tokens, refresh and logout`, async () => {
    const system = await open(mnemonic, "gost", { rule: IMPLIED, scopes: SCOPES });
    const scope = "openid fullname";
    await withPerson(async (person) => {
      const came = await comeBack(person, system, await system.begin("/aas/oauth2/v2/ac", V2, true, { scope }));
      assert.equal(came.get("error_description"), null);
      const code = { grant_type: "authorization_code", scope, code: came.get("code") };
      const first = await system.tokens(te, order, true, code);
      assert.equal(first.status, 200, JSON.stringify(first.body));
      const key = await tokenKey(world, "GOST3410_2012_256");
      for (const token of [first.body.access_token, first.body.id_token]) {
        assert.equal(header(token).alg, "GOST3410_2012_256");
        assert.ok(await isSigned(world, token, key));
      }
      const refresh = { grant_type: "refresh_token", scope, refresh_token: first.body.refresh_token };
      const second = await system.tokens(te, V2, true, refresh);
      assert.notEqual(second.body.refresh_token, first.body.refresh_token);
      const oid = claims(second.body.access_token)["urn:esia:sbj_id"];
      assert.equal((await system.read(`/rs/prns/${oid}`, second.body.access_token)).status, 200);
      assert.equal((await system.read(`/rs/prns/${oid}/docs`, second.body.access_token)).body.code, "ESIA-005029");
      const leave = new URLSearchParams({ client_id: mnemonic, redirect_url: `${system.url}bye` });
      await person.open(`${world.url}/idp/ext/Logout?${leave}`);
      assert.equal(person.page.url(), `${system.url}bye`);
      await person.open("/account");
      assert.equal(person.path(), "/login");
      // The code was used: shown again, it ends everything.
      const again = await system.tokens(te, order, true, code);
      assert.equal(again.body.error_description.slice(0, 11), "ESIA-007011");
    });
  });
}

test("R212: the first generation with GOST messages, and a wrong string that its developer finds explained", async () => {
  const system = await open("GOST1", "gost", { rule: IMPLIED, scopes: SCOPES });
  const scope = "openid fullname";
  await withPerson(async (person) => {
    const came = await comeBack(person, system, await system.begin("/aas/oauth2/ac", V1, false, { scope }));
    const code = { grant_type: "authorization_code", scope, code: came.get("code") };
    assert.equal((await system.tokens("/aas/oauth2/te", V1, false, code)).status, 200);
    const wrong = await comeBack(person, system, await system.begin("/aas/oauth2/ac", V2, false, { scope }));
    assert.equal(wrong.get("error"), "access_denied");
    assert.match(wrong.get("error_description"), /^ESIA-007053: /);
    const config = `${world.data}/okno.toml`;
    assert.match(await world.runOnce(["admin", "esia", "trace", "--config", config, "GOST1"]), /v2: would fit in lenient mode/);
  });
});

test("R213: a system that takes confirmed accounts gets the code of ESIA", async () => {
  const system = await open("STRICT", "rsa", { rule: { least_level: "confirmed" }, scopes: SCOPES });
  await withPerson(async (person) => {
    await logIn(person, person.contact);
    await person.open(await system.begin("/aas/oauth2/ac", V1, false, { scope: "openid fullname" }));
    await person.check("refusal");
    await person.page.locator("#cancel").click();
    await person.page.waitForURL((url) => url.href.startsWith(system.callback));
    assert.match(system.came.get("error_description"), /^ESIA-007055: /);
  });
});
