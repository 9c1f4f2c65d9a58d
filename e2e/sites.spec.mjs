// Signing in at other sites, each a client that nobody here wrote (`openid-client`, unchanged).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { setUpElsewhere, totp } from "./lib/factors.mjs";
import { logIn, PASSWORD, reachStandard, registerByPhone } from "./lib/journeys.mjs";
import { openSite, SECRET } from "./lib/site.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
const sites = {};
const IMPLIED = { consent: "implied" };

before(async () => {
  world = await startWorld();
  sites.shop = await openSite(world, "shop", { rule: { scopes: { phone: text("delivery"), profile: text("greeting") } } });
  sites.pension = await openSite(world, "pension", { rule: { least_level: "confirmed" } });
  sites.house = await openSite(world, "house", { rule: IMPLIED });
});
after(async () => {
  for (const site of Object.values(sites)) site.close();
  await closeBrowser();
  await world?.stop();
});

/** What the page after a logout says. */
const OUT = { ru: /Вы вышли/, en: /logged out/, fr: /déconnecté/ };
const text = (words) => ({ ru: words, en: words, fr: words });
const elsewhere = () => Object.values(sites).map((site) => new URL(site.url).origin);

/** Waits until the site shows what came of it: the way back moves on by itself. */
async function landed(person, site) {
  await person.page.waitForURL((url) => url.href.startsWith(site.callback));
  await person.page.waitForLoadState();
  return site.outcome;
}

for (const [scripts, language] of [[true, "en"], [true, "fr"], [false, "ru"]]) {
  test(`R212, R216: a stranger signs in at a site, and takes it back (scripts ${scripts ? "on" : "off"}, ${language})`, async () => {
    const site = sites.shop;
    await withVisitor(world, { scripts, language, elsewhere: elsewhere() }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      await person.logOut();
      site.asks({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }) });
      await person.open(`${site.url}begin`);
      assert.equal(person.path(), "/login");
      await person.fill({ login: contact, password: PASSWORD });
      await person.submit();
      assert.match(person.path(), /^\/oauth2\/interaction\//);
      await person.check("consent");
      await person.page.locator("input[name=claim][value=phone_number]").uncheck();
      await person.page.locator("#submit").click();
      const { claims, person: told, error } = await landed(person, site);
      assert.equal(error, undefined);
      assert.deepEqual(claims.amr, ["pwd"]);
      assert.ok(told.name && !("phone_number" in told), "the phone was kept back");
      // Again, without a page.
      await person.open(`${site.url}begin`);
      assert.equal((await landed(person, site)).claims.sub, claims.sub);
      await person.open("/account/sites");
      await person.check("sites with access");
      assert.match(await person.page.locator("main").innerText(), /Site shop/);
      await person.page.locator("main form button").click();
      await person.page.waitForLoadState();
      site.asks({ prompt: "none" });
      await person.open(`${site.url}begin`);
      assert.equal((await landed(person, site)).error, "consent_required");
    });
  });
}

test("form_post: the answer comes as a form that sends itself, and by its button without scripts", async () => {
  const site = sites.house;
  for (const scripts of [true, false]) {
    await withVisitor(world, { scripts, elsewhere: elsewhere() }, async (person) => {
      await registerByPhone(world, person);
      site.asks({ response_mode: "form_post" });
      await person.open(`${site.url}begin`);
      if (!scripts) {
        await person.check("back to the site");
        await person.page.locator("#submit").click();
      }
      const { claims, error } = await landed(person, site);
      assert.equal(error, undefined);
      assert.ok(claims.sub);
    });
  }
});

for (const language of ["ru", "en", "fr"]) {
  test(`R213: a site that takes confirmed accounts says what is missing (${language})`, async () => {
    const site = sites.pension;
    await withVisitor(world, { language, elsewhere: elsewhere() }, async (person) => {
      if (language === "en") await reachStandard(world, person, { key: "anna" });
      else await registerByPhone(world, person);
      if (language === "en") await person.press("#submit");
      if (person.path() === "/login") {
        const { snils } = world.person("anna");
        await person.open("/login?by=snils");
        await person.fill({ snils, password: PASSWORD });
        await person.submit();
      }
      site.asks();
      await person.open(`${site.url}begin`);
      await person.check("refusal");
      assert.equal(await person.page.locator("#submit").getAttribute("href"), language === "en" ? "/confirmation" : "/profile/edit");
      await person.page.locator("#cancel").click();
      assert.equal((await landed(person, site)).error, "unmet_authentication_requirements");
    });
  });
}

test("prompt=login asks for the password again, and the session goes on", async () => {
  const site = sites.house;
  await withVisitor(world, { language: "en", elsewhere: elsewhere() }, async (person) => {
    await registerByPhone(world, person);
    site.asks();
    await person.open(`${site.url}begin`);
    const first = (await landed(person, site)).claims;
    site.asks({ prompt: "login" });
    await person.open(`${site.url}begin`);
    assert.equal(person.path(), "/account/security/proof");
    await person.fill({ password: PASSWORD });
    await person.page.locator("#submit").click();
    const second = (await landed(person, site)).claims;
    assert.equal(second.sub, first.sub);
    assert.ok(second.auth_time >= first.auth_time);
  });
});

test("acr_values: who has signed in by password alone is asked for the second factor, and comes back", async () => {
  const site = sites.house;
  const level = "urn:okno:sign-in:two-factors";
  await withVisitor(world, { language: "en", elsewhere: elsewhere() }, async (person) => {
    const { contact } = await registerByPhone(world, person);
    await person.logOut();
    await logIn(person, contact);
    // A wish that cannot be met is no error, and the answer does not pretend.
    site.asks({ acr_values: level });
    await person.open(`${site.url}begin`);
    const first = await landed(person, site);
    assert.deepEqual([first.error, first.claims.acr, first.claims.amr], [undefined, undefined, ["pwd"]]);

    // A factor that is set ends what was opened with less; the site's wish leads through the whole sign-in, and back.
    const { key } = await setUpElsewhere(world, contact);
    await person.open(`${site.url}begin`);
    assert.equal(person.path(), "/login");
    await person.fill({ login: contact, password: PASSWORD });
    await person.submit();
    assert.equal(person.path(), "/login/second-step");
    await person.fill({ code: "000000" });
    await person.submit();
    await person.refused("code");
    await person.fill({ code: totp(key, 1) });
    await person.page.locator("#submit").click();
    const second = await landed(person, site);
    assert.equal(second.claims.acr, level);
    assert.ok(second.claims.auth_time >= first.claims.auth_time);
    // Once proved it holds for the session.
    await person.open(`${site.url}begin`);
    assert.equal((await landed(person, site)).claims.acr, level);
  });
});

test("R217: a site ends the session, and the portal's exit ends the sign-on", async () => {
  const site = sites.house;
  await withVisitor(world, { language: "en", elsewhere: elsewhere() }, async (person) => {
    await registerByPhone(world, person);
    site.asks();
    await person.open(`${site.url}begin`);
    const { tokens } = await landed(person, site);
    const silent = async () => {
      site.asks({ prompt: "none" });
      await person.open(`${site.url}begin`);
      return landed(person, site);
    };
    assert.equal((await silent()).error, undefined);
    // Without a token the person is asked.
    await person.open(client.buildEndSessionUrl(site.config, { post_logout_redirect_uri: site.url }).href);
    await person.check("asked to leave");
    await person.open(client.buildEndSessionUrl(site.config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: site.url }).href);
    assert.ok(person.page.url().startsWith(site.url));
    assert.equal((await silent()).error, "login_required");
  });
});

/** A token of the portal's, verified by its published keys. */
async function verified(site, token) {
  const [head, payload, signature] = token.split(".");
  const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
  const { keys } = await (await fetch(site.config.serverMetadata().jwks_uri)).json();
  const jwk = keys.find((key) => key.kid === read(head).kid);
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const signed = Buffer.from(`${head}.${payload}`);
  assert.ok(await crypto.subtle.verify(algorithm, key, Buffer.from(signature, "base64url"), signed), "signed by the portal");
  return { head: read(head), claims: read(payload) };
}

for (const [scripts, language] of [[true, "en"], [false, "fr"], [false, "ru"]]) {
  test(`R217: who signs out at one site is signed out at the others (scripts ${scripts ? "on" : "off"}, ${language})`, async () => {
    const names = [`first-${language}`, `back-${language}`, `front-${language}`];
    const ways = [undefined, "back", "front"];
    const all = [];
    for (const [index, name] of names.entries()) all.push(await openSite(world, name, { rule: IMPLIED, hears: ways[index] }));
    names.forEach((name, index) => { sites[name] = all[index]; });
    const [first, back, front] = all;
    await withVisitor(world, { scripts, language, elsewhere: elsewhere() }, async (person) => {
      await registerByPhone(world, person);
      const claims = {};
      const tokens = {};
      for (const site of all) {
        site.asks();
        await person.open(`${site.url}begin`);
        const outcome = await landed(person, site);
        assert.equal(outcome.error, undefined);
        claims[site.clientId] = outcome.claims;
        tokens[site.clientId] = outcome.tokens;
      }
      const left = performance.now();
      await person.page.goto(client.buildEndSessionUrl(first.config, {
        id_token_hint: tokens[first.clientId].id_token, post_logout_redirect_uri: first.url,
      }).href);
      assert.match(await person.page.locator("h1").innerText(), OUT[language]);
      const byFrame = await front.hearing;
      assert.deepEqual(byFrame.query, { iss: claims[front.clientId].iss, sid: claims[front.clientId].sid });
      const byToken = await back.hearing;
      assert.ok(byToken.at - left < 2000, `told after ${byToken.at - left} ms`);
      const token = await verified(back, byToken.token);
      assert.equal(token.head.typ, "logout+jwt");
      const { sub, sid, aud, nonce } = token.claims;
      assert.deepEqual([sub, sid, aud, nonce], [claims[back.clientId].sub, claims[back.clientId].sid, back.clientId, undefined]);
      // The page moves on by itself to where the first site said.
      await person.page.waitForURL((url) => url.href.startsWith(first.url));
      back.asks({ prompt: "none" });
      await person.open(`${back.url}begin`);
      assert.equal((await landed(person, back)).error, "login_required");
    });
  });
}

test("unsound requests show a page, and nobody is sent anywhere", async () => {
  await withVisitor(world, { language: "en", elsewhere: elsewhere() }, async (person) => {
    await person.open("/oauth2/authorize?client_id=shop&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F");
    await person.check("unsound request");
    await person.open("/oauth2/interaction/00000000-0000-0000-0000-000000000000");
    await person.check("request that is over");
  });
});

test("private_key_jwt, PAR, JAR, JARM, DPoP, refresh, introspection, revocation, signed userinfo", async () => {
  const [keys, proofs] = [await client.randomDPoPKeyPair("ES256", { extractable: true }), await client.randomDPoPKeyPair("ES256")];
  const jwk = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const site = await openSite(world, "bank", {
    rule: IMPLIED,
    secret: null,
    metadata: {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      jwks: { keys: [{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y, kid: "one", alg: "ES256", use: "sig" }] },
      require_pushed_authorization_requests: true,
      require_signed_request_object: true,
      request_object_signing_alg: "ES256",
      authorization_signed_response_alg: "ES256",
      id_token_signed_response_alg: "EdDSA",
      userinfo_signed_response_alg: "PS256",
      dpop_bound_access_tokens: true,
    },
    authentication: client.PrivateKeyJwt({ key: keys.privateKey, kid: "one" }),
    configure: (config) => client.useJwtResponseMode(config),
  });
  sites.bank = site;
  site.config.clientMetadata().id_token_signed_response_alg = "EdDSA";
  site.options = { DPoP: client.getDPoPHandle(site.config, proofs) };
  site.asks({ scope: "openid profile offline_access" }, async (config, parameters, options) => {
    const signed = await client.buildAuthorizationUrlWithJAR(config, parameters, { key: keys.privateKey, kid: "one" });
    return client.buildAuthorizationUrlWithPAR(config, signed.searchParams, options);
  });
  await withVisitor(world, { elsewhere: elsewhere() }, async (person) => {
    await registerByPhone(world, person);
    await person.open(`${site.url}begin`);
    const { tokens, cause, person: told } = await landed(person, site);
    assert.equal(cause, undefined);
    assert.equal(tokens.token_type, "dpop");
    assert.ok(told.name);
    const next = await client.refreshTokenGrant(site.config, tokens.refresh_token, undefined, site.options);
    assert.notEqual(next.refresh_token, tokens.refresh_token);
    const about = await client.tokenIntrospection(site.config, next.access_token);
    assert.equal(about.active, true);
    assert.ok(about.cnf.jkt);
    // Stolen, it opens nothing.
    const stolen = await fetch(site.config.serverMetadata().userinfo_endpoint, { headers: { authorization: `Bearer ${next.access_token}` } });
    assert.equal(stolen.status, 401);
    await client.tokenRevocation(site.config, next.refresh_token);
    assert.equal((await client.tokenIntrospection(site.config, next.access_token)).active, false);
    await assert.rejects(client.refreshTokenGrant(site.config, next.refresh_token, undefined, site.options), { error: "invalid_grant" });
  });
});

test("client credentials by header and by form, and no other secret", async () => {
  for (const way of [client.ClientSecretBasic, client.ClientSecretPost]) {
    const name = way === client.ClientSecretBasic ? "client_secret_basic" : "client_secret_post";
    const site = await openSite(world, name, {
      rule: { scopes: { "queue:read": text("queue") } },
      metadata: { token_endpoint_auth_method: name },
      authentication: way(SECRET),
    });
    sites[name] = site;
    const tokens = await client.clientCredentialsGrant(site.config, { scope: "queue:read" });
    assert.equal((await client.tokenIntrospection(site.config, tokens.access_token)).active, true);
    const options = { execute: [client.allowInsecureRequests] };
    const wrong = await client.discovery(new URL(world.url), name, "wrong", way("wrong"), options);
    // A challenge where the header was tried, else the error of the protocol.
    await assert.rejects(client.clientCredentialsGrant(wrong, {}), (error) => error.status === 401);
  }
});

test("a program in a page of another origin may ask for tokens, without cookies", async () => {
  await withVisitor(world, { elsewhere: elsewhere() }, async (person) => {
    await person.open(sites.house.url);
    const answer = await person.page.evaluate(async (address) => {
      const response = await fetch(address, {
        method: "POST",
        headers: { dpop: "x", "content-type": "application/x-www-form-urlencoded" },
        body: "grant_type=authorization_code&client_id=house&code=x",
      });
      return { status: response.status, body: await response.json() };
    }, `${world.url}/oauth2/token`);
    assert.deepEqual([answer.status, answer.body.error], [401, "invalid_client"]);
  });
});
