// Programs that run in the browser: `oidc-client-ts`, unchanged, in a page of another origin. No secret, PKCE, tokens by CORS.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { PASSWORD, registerByPhone } from "./lib/journeys.mjs";
import { enterSites } from "./lib/site.mjs";
import { startWorld } from "./lib/world.mjs";

const require = createRequire(import.meta.url);
// The package's own build for browsers.
const LIBRARY = await readFile(require.resolve("oidc-client-ts").replace(/umd.oidc-client-ts\.js$/, "browser/oidc-client-ts.min.js"));
const PAGE = `<!DOCTYPE html><html lang="en"><title>Program</title><link rel="icon" href="data:,"><h1>Program</h1>
<script src="/library.js"></script><script src="/program.js"></script>`;

let world;
let server;
let origin;
before(async () => {
  world = await startWorld();
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, origin);
    const script = { "/library.js": () => LIBRARY, "/program.js": () => program() }[pathname];
    response.writeHead(200, { "content-type": script ? "text/javascript" : "text/html; charset=utf-8" }).end(script?.() ?? PAGE);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  const entry = (clientId, metadata) => ({
    client_id: clientId,
    stage: "test",
    metadata: {
      client_name: clientId,
      redirect_uris: [`${origin}/callback`],
      post_logout_redirect_uris: [`${origin}/`],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      ...metadata,
    },
    rule: { consent: "implied" },
  });
  await enterSites(world, [entry("program", {}), entry("program-dpop", { dpop_bound_access_tokens: true })]);
});
after(async () => {
  server?.closeAllConnections();
  server?.close();
  await closeBrowser();
  await world?.stop();
});

/** What the page's program does with the library: nothing but its settings. */
const program = () => `
  const choose = new URLSearchParams(location.search).get("client");
  if (choose) sessionStorage.setItem("client", choose);
  const client_id = sessionStorage.getItem("client");
  window.manager = new oidc.UserManager({
    authority: ${JSON.stringify(world.url)},
    client_id,
    redirect_uri: location.origin + "/callback",
    post_logout_redirect_uri: location.origin + "/",
    scope: "openid profile offline_access",
    // Its own call for claims knows no DPoP: there the program asks by itself.
    loadUserInfo: client_id === "program",
    automaticSilentRenew: false,
    userStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
    ...(client_id === "program-dpop" && { dpop: { bind_authorization_code: true, store: new oidc.IndexedDbDPoPStore() } }),
  });`;

const call = (person, name, ...args) =>
  person.page.evaluate(([method, given]) => window.manager[method](...given).then((user) => user && { ...user }), [name, args]);

/** Asks with the token and a proof of the library's. */
const claims = (person, address) =>
  person.page.evaluate(async (url) => {
    const user = await window.manager.getUser();
    const dpop = await window.manager.dpopProof(url, user, "GET");
    const answer = await fetch(url, { headers: { authorization: `DPoP ${user.access_token}`, dpop } });
    return answer.json();
  }, address);

for (const [clientId, type] of [["program", "Bearer"], ["program-dpop", "DPoP"]]) {
  test(`oidc-client-ts: a sign-in, a silent renewal by refresh token, a sign-out (${type})`, async () => {
    await withVisitor(world, { language: "en", elsewhere: [origin] }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      await person.logOut();
      await person.open(`${origin}/?client=${clientId}`);
      await moved(person.page, () => person.page.evaluate(() => void window.manager.signinRedirect()));
      assert.equal(person.path(), "/login");
      await person.fill({ login: contact, password: PASSWORD });
      await person.page.locator("#submit").click();
      await person.page.waitForURL((url) => url.href.startsWith(`${origin}/callback`));
      await person.page.waitForLoadState();
      const user = await call(person, "signinRedirectCallback");
      assert.equal(user.token_type.toLowerCase(), type.toLowerCase());
      assert.ok(user.profile.sub && user.refresh_token);
      const told = type === "Bearer" ? user.profile : await claims(person, `${world.url}/oauth2/userinfo`);
      assert.equal(told.sub, user.profile.sub);
      assert.ok(told.name, "claims by the userinfo endpoint");

      // An answer counts once.
      await assert.rejects(call(person, "signinRedirectCallback"), /No matching state found in storage/);

      const renewed = await call(person, "signinSilent");
      assert.notEqual(renewed.access_token, user.access_token);
      assert.notEqual(renewed.refresh_token, user.refresh_token);
      assert.equal(renewed.profile.sub, user.profile.sub);
      // A token that is bound to a key is worth nothing without it.
      const status = await person.page.evaluate(
        async ([url, token]) => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status,
        [`${world.url}/oauth2/userinfo`, renewed.access_token],
      );
      assert.equal(status, type === "DPoP" ? 401 : 200);

      await call(person, "revokeTokens", ["refresh_token"]);
      await assert.rejects(person.page.evaluate(
        (token) => window.manager.getUser().then((user) => window.manager.storeUser(Object.assign(user, { refresh_token: token })))
          .then(() => window.manager.signinSilent()),
        renewed.refresh_token,
      ), /the refresh token is not valid/);

      await moved(person.page, () => person.page.evaluate(() => void window.manager.signoutRedirect()));
      await person.page.waitForURL((url) => url.origin === origin);
      await person.open("/account");
      assert.equal(person.path(), "/login");
    });
  });
}
