// The technology portal: a developer enters a site and signs in at it by the values that are shown, with a client that nobody here
// wrote (`openid-client`, unchanged).

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { checked, registerByPhone, signedInAtStandard } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
let server;
let callback;
let arrived;
// How the site begins a sign-in when the portal asks it to; the portal's name and the site's own are known once it is entered.
let begin;

before(async () => {
  world = await startWorld();
  server = createServer((request, response) => {
    const url = new URL(request.url, callback);
    if (url.pathname === "/start") {
      const { issuer, address, state } = begin;
      if (url.searchParams.get("iss") !== issuer) return response.writeHead(400).end();
      return response.writeHead(302, { location: address, "set-cookie": `state=${state}; Path=/; HttpOnly; SameSite=Lax` }).end();
    }
    // Nothing but a logout token is heard.
    if (url.pathname === "/logout") return response.writeHead(400).end();
    if (url.pathname === "/callback") {
      arrived = url;
      const own = /state=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
      // An answer to what this browser did not ask is not taken.
      if (url.searchParams.get("error") && own && own !== url.searchParams.get("state")) return response.writeHead(500).end();
    }
    return response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><html lang=en><title>Site</title><h1>Site</h1>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  callback = `http://localhost:${server.address().port}/callback`;
});
after(async () => {
  server?.closeAllConnections();
  server?.close();
  await closeBrowser();
  await world?.stop();
});

const elsewhere = () => [new URL(callback).origin];

const shown = (person, id) => person.page.locator(`#${id}`).innerText();

for (const [scripts, language, key] of [[true, "en", "anna"], [false, "ru", "boris"]]) {
  test(`a site is entered, and its developer signs in at it (scripts ${scripts ? "on" : "off"}, ${language})`, async () => {
    await withVisitor(world, { scripts, language, elsewhere: elsewhere() }, async (person) => {
      await signedInAtStandard(world, person, key);
      await person.open("/developer");
      await person.check("no sites yet");
      await person.press("#submit");
      await person.check("form of a site");
      // Nothing typed: every fault at its field.
      await person.submit();
      await person.check("faulty form of a site");
      assert.ok(await person.page.locator("#name_ru-error").isVisible());
      await person.page.locator("#name_ru").fill("Пробный сайт");
      await person.page.locator("input[name=site_kind][value=web]").check();
      await person.page.locator("#redirect_uris").fill(callback);
      await person.page.locator("#backchannel_uri").fill(callback.replace("/callback", "/logout"));
      await person.page.locator("#initiate_uri").fill(callback.replace("/callback", "/start"));
      await person.page.locator("input[name=authentication][value=client_secret_basic]").check();
      await person.page.locator("details:has(#scope-profile) summary").click();
      await person.page.locator("#scope-profile").check();
      await person.page.locator("#purpose_profile_ru").fill("Чтобы обратиться по имени");
      await person.submit();
      await person.check("the secret, once");
      const [id, secret] = [await shown(person, "client-id"), await shown(person, "secret")];
      await person.press("#submit");
      await person.check("quick start");
      assert.ok((await person.page.locator("main").innerText()).includes(`"${id}"`));
      const [issuer, redirect, scope] = [
        await shown(person, "issuer"), await shown(person, "redirect-uri"), await shown(person, "scope"),
      ];
      const config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), {
        execute: [client.allowInsecureRequests],
      });
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
      });
      await person.open(address.href);
      await person.check("consent of the developer");
      await person.page.locator("#submit").click();
      await person.page.waitForURL((url) => url.href.startsWith(redirect));
      const tokens = await client.authorizationCodeGrant(config, arrived, {
        pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce,
      });
      const about = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
      assert.equal(about.family_name, world.person(key).family_name);
      // Somebody of another kind is made up, and signs in at the site in a browser of its own.
      await person.open("/developer");
      await person.press("#persons");
      await person.check("no test persons yet");
      await person.page.locator("input[name=level][value=confirmed]").check();
      await person.submit();
      await person.check("faulty form of a test person");
      await person.page.locator("input[name=method][value=registered_letter]").check();
      await person.submit();
      await person.check("the password of a test person, once");
      const [login, password] = [await shown(person, "login"), await shown(person, "password")];
      await person.press("#submit");
      await person.check("test persons");
      await withVisitor(world, { scripts, language, elsewhere: elsewhere() }, async (made) => {
        await made.open(address.href);
        await made.fill({ login, password });
        await made.submit();
        await made.check("consent of a test person");
        assert.ok(await made.page.locator("#test-person").isVisible());
        await made.page.locator("#submit").click();
        await made.page.waitForURL((url) => url.href.startsWith(redirect));
        const given = await client.authorizationCodeGrant(config, arrived, {
          pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce,
        });
        const claims = await client.fetchUserInfo(config, given.access_token, given.claims().sub);
        assert.equal(claims.account_level, "confirmed");
        assert.notEqual(claims.sub, about.sub);
        assert.ok(claims.family_name.length > 0);
        await made.open("/account");
        await made.check("account of a test person");
        await made.open("/account/security");
        await made.check("security of a test person");
      });
      await person.open(`/developer/sites/${id}`);
      await person.check("page of the site");
      // The portal looks at the site by itself, and plays a sign-in that the person refuses.
      begin = { issuer, address: address.href, state };
      const lines = await checked(person, `/developer/sites/${id}`);
      await person.check("a site that was checked");
      const bad = lines.filter(([verdict]) => verdict === "error" || verdict === "progress");
      // While it is under test it is on this machine.
      assert.equal(bad.length, 1, JSON.stringify(lines));
      assert.equal(arrived.searchParams.get("error"), "access_denied");
      assert.equal(arrived.searchParams.get("state"), state);
      assert.equal(await person.page.locator("#open").getAttribute("href"), `${callback.replace("/callback", "/start")}?iss=${encodeURIComponent(issuer)}`);
      await person.press("#members");
      await person.check("who looks after the site");
      // Somebody else is told that the site is under test.
      await withVisitor(world, { scripts, language, elsewhere: elsewhere() }, async (stranger) => {
        await registerByPhone(world, stranger);
        await stranger.open(address.href);
        await stranger.check("a site under test");
        await stranger.page.locator("#cancel").click();
        await stranger.page.waitForURL((url) => url.href.startsWith(redirect));
        assert.equal(arrived.searchParams.get("error"), "access_denied");
      });
    });
  });
}

test("the form of a site is filled in by the keyboard alone", async () => {
  await withVisitor(world, { language: "en", elsewhere: elsewhere() }, async (person) => {
    await signedInAtStandard(world, person, "maria");
    await person.open("/developer/new");
    const { page } = person;
    const at = () => page.evaluate(() => document.activeElement?.id ?? "");
    const reach = async (id) => {
      for (let step = 0; step < 120 && (await at()) !== id; step += 1) await page.keyboard.press("Tab");
      assert.equal(await at(), id);
    };
    await reach("name_ru");
    await page.keyboard.type("Клавиши");
    await reach("site_kind");
    await page.keyboard.press("Space");
    await reach("redirect_uris");
    await page.keyboard.type(callback);
    await reach("authentication");
    await page.keyboard.press("ArrowDown");
    await reach("submit");
    await page.keyboard.press("Enter");
    await page.locator("#secret").waitFor();
    assert.ok((await shown(person, "secret")).length > 40);
  });
});
