// Letting a device in, and sites that register themselves, with a client that nobody here wrote (`openid-client`, unchanged).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { PASSWORD, registerByPhone } from "./lib/journeys.mjs";
import { enterSites, openSite } from "./lib/site.mjs";
import { startWorld } from "./lib/world.mjs";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const OPTIONS = { execute: [client.allowInsecureRequests] };

let world;
let config;

before(async () => {
  world = await startWorld({
    settings: '[single_sign_on]\nregistration = "token"\ndevice_interval_seconds = 1\n',
  });
  config = await device("screen");
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

/** A program on a device, entered at the portal under this rule. */
async function device(clientId, rule = {}) {
  await enterSites(world, {
    client_id: clientId,
    stage: "production",
    metadata: { client_name: `Screen ${clientId}`, token_endpoint_auth_method: "none", grant_types: [GRANT, "refresh_token"] },
    rule,
  });
  return client.discovery(new URL(world.url), clientId, undefined, client.None(), OPTIONS);
}

/** The device shows its code and asks until it is told. */
async function begins(at = config, scope = "openid profile offline_access") {
  const shown = await client.initiateDeviceAuthorization(at, { scope });
  const told = client.pollDeviceAuthorizationGrant(at, shown).then(
    (tokens) => ({ tokens }),
    (error) => ({ error: error.error ?? String(error) }),
  );
  return { shown, told };
}

for (const [language, scripts, width] of [["ru", false, 360], ["en", true, 1280], ["fr", true, 360]]) {
  test(`R212, R216: a person lets a device in, and takes it back (${language}, scripts ${scripts ? "on" : "off"})`, async () => {
    await withVisitor(world, { language, scripts, width }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      await person.logOut();
      const { shown, told } = await begins();
      await person.open("/device");
      await person.check("code of a device");
      await person.fill({ user_code: "BCDF-GHJK" });
      await person.submit();
      await person.refused("user_code");
      await person.fill({ user_code: shown.user_code.toLowerCase().replace("-", " ") });
      await person.submit();
      assert.equal(person.path(), "/login");
      await person.fill({ login: contact, password: PASSWORD });
      await person.submit();
      assert.match(person.path(), /^\/oauth2\/interaction\//);
      await person.check("consent for a device");
      assert.ok(await person.page.locator("#beware").isVisible());
      await person.page.locator("#submit").click();
      await person.page.waitForLoadState();
      await person.check("device is connected");
      const { tokens, error } = await told;
      assert.equal(error, undefined);
      assert.ok(tokens.claims().sub && !("sid" in tokens.claims()));
      const about = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
      assert.ok(about.name);
      // It outlives the session, and ends by the person's wish.
      await person.logOut();
      const next = await client.refreshTokenGrant(config, tokens.refresh_token);
      await person.open("/login");
      await person.fill({ login: contact, password: PASSWORD });
      await person.submit();
      await person.open("/account/sites");
      await person.page.locator("main form button").click();
      await person.page.waitForLoadState();
      await assert.rejects(client.refreshTokenGrant(config, next.refresh_token), { error: "invalid_grant" });
    });
  });
}

test("a code in the address is compared, and the person may say no", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person);
    const { shown, told } = await begins();
    const address = new URL(shown.verification_uri_complete);
    await person.open(`${address.pathname}${address.search}`);
    await person.check("code to be compared");
    assert.equal(await person.page.locator("#user_code").inputValue(), shown.user_code);
    await person.page.locator("#submit").click();
    await person.page.waitForLoadState();
    await person.page.locator("#cancel").click();
    await person.page.waitForLoadState();
    await person.check("device is not connected");
    assert.equal((await told).error, "access_denied");
    // The page was answered.
    await person.page.goBack();
    await person.page.reload();
    await person.check("code that is over");
  });
});

test("R213: a device's site takes confirmed accounts alone", async () => {
  const strict = await device("strict", { least_level: "confirmed" });
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person);
    const { shown, told } = await begins(strict, "openid");
    await person.open("/device");
    await person.fill({ user_code: shown.user_code });
    await person.submit();
    await person.check("refusal for a device");
    await person.page.locator("#cancel").click();
    await person.page.waitForLoadState();
    assert.equal((await told).error, "access_denied");
  });
});

test("a device is let in by the keyboard alone", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person);
    const { shown, told } = await begins();
    await person.open("/device");
    const reach = async (selector) => {
      for (let step = 0; step < 60; step += 1) {
        if (await person.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
        await person.page.keyboard.press("Tab");
      }
      assert.fail(`${selector} cannot be reached by Tab`);
    };
    await reach("#user_code");
    await person.page.keyboard.type(shown.user_code);
    await moved(person.page, () => person.page.keyboard.press("Enter"));
    await reach("#submit");
    await moved(person.page, () => person.page.keyboard.press("Enter"));
    assert.ok((await told).tokens.access_token);
  });
});

test("a site registers itself with an invitation, signs somebody in, and gives its registration up", async () => {
  const file = `${world.data}/okno.toml`;
  const printed = await world.runOnce(["admin", "sites", "invite", "--config", file, "Shop"]);
  const [, token] = String(printed).trim().split(" ");
  // A site of the other journeys gives the port and the callback; what it is at the portal it says itself.
  const site = await openSite(world, "placeholder");
  try {
    const metadata = { client_name: "Site registered", redirect_uris: [site.callback], token_endpoint_auth_method: "client_secret_post" };
    // Without the invitation: the challenge of RFC 6750 3, which the library tells as it came.
    const uninvited = client.dynamicClientRegistration(new URL(world.url), metadata, undefined, OPTIONS);
    await assert.rejects(uninvited, { name: "WWWAuthenticateChallengeError", status: 401 });
    const own = await client.dynamicClientRegistration(new URL(world.url), metadata, undefined, {
      ...OPTIONS, initialAccessToken: token,
    });
    const known = own.clientMetadata();
    assert.ok(known.client_id && known.client_secret);
    site.config = own;
    await withVisitor(world, { language: "en", elsewhere: [new URL(site.url).origin] }, async (person) => {
      await registerByPhone(world, person);
      site.asks();
      await person.open(`${site.url}begin`);
      assert.match(await person.page.locator("main").innerText(), /This site is under test/);
      await person.page.locator("#submit").click();
      await person.page.waitForURL((url) => url.href.startsWith(site.callback));
      assert.ok(site.outcome.claims.sub, String(site.outcome.cause));
    });
    const manage = (method) => fetch(known.registration_client_uri, {
      method, headers: { authorization: `Bearer ${known.registration_access_token}` },
    });
    assert.equal((await manage("GET")).status, 200);
    assert.equal((await manage("DELETE")).status, 204);
    assert.equal((await manage("GET")).status, 401);
  } finally {
    site.close();
  }
});
