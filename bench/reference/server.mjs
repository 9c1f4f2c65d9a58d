// The reference: `oidc-provider` with the sites of a file, a login page of its own and a durable store. It does what the portal
// is measured at: ES256 id tokens, refresh tokens that rotate, Argon2id with 19 MiB and 2 passes.
//
// Usage: node server.mjs PORT STORE SITES FIRST COUNT PASSWORD
// STORE is a path for SQLite or a postgres:// address; what an earlier run left there is removed. FIRST and COUNT say which
// phones have an account.

import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Algorithm, hash, verify } from "@node-rs/argon2";
import Provider from "oidc-provider";
import { openStorage } from "./storage.mjs";

const [port, place, sitesFile, first, count, password] = process.argv.slice(2);
const HASHING = { algorithm: Algorithm.Argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Stands for the resource server of programs, whose tokens are signed and not stored, as the portal's are. */
const RESOURCE = "urn:bench:queue";
/** Fixed: nothing here is worth protecting. */
const COOKIE_KEY = "measurements";
const LONGEST_FORM = 10_000;

const storage = await openStorage(place);
const hashed = await hash(password, HASHING);
for (let number = 0; number < Number(count); number += 1) {
  await storage.addAccount(`+7000${String(Number(first) + number).padStart(7, "0")}`, hashed);
}

const clients = JSON.parse(readFileSync(sitesFile, "utf8")).map(({ client_id, secret, metadata }) => ({
  client_id,
  client_secret: secret,
  ...metadata,
}));

const key = (type, options) => generateKeyPairSync(type, options).privateKey.export({ format: "jwk" });

const provider = new Provider(`http://localhost:${port}`, {
  adapter: storage.Adapter,
  clients,
  jwks: { keys: [{ ...key("ec", { namedCurve: "P-256" }), alg: "ES256", use: "sig", kid: "es" }] },
  clientDefaults: { id_token_signed_response_alg: "ES256" },
  scopes: ["openid", "offline_access"],
  claims: { openid: ["sub"], profile: ["name", "family_name", "given_name"], phone: ["phone_number"] },
  cookies: { keys: [COOKIE_KEY] },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx) => (ctx.oidc.params.grant_type === "client_credentials" ? RESOURCE : undefined),
      getResourceServerInfo: () => ({
        scope: "queue:read",
        accessTokenTTL: 3600,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86_400, IdToken: 3600, Interaction: 3600, RefreshToken: 86_400, Session: 86_400 },
  issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
  rotateRefreshToken: () => true,
  expiresWithSession: () => false,
  findAccount: (_, login) => ({
    accountId: login,
    claims: () => ({ sub: login, name: "Test Test", family_name: "Test", given_name: "Test", phone_number: login }),
  }),
  // Nobody is asked for consent: every site has what it asks for.
  async loadExistingGrant(ctx) {
    const known = ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId);
    if (known) {
      const found = await ctx.oidc.provider.Grant.find(known);
      if (found) return found;
    }
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile phone offline_access");
    await grant.save();
    return grant;
  },
});

const PAGE = `<!DOCTYPE html><html lang="en"><title>Log in</title><form method="post">
<input name="login"><input name="password" type="password"><button id="submit">Log in</button></form></html>`;

async function form(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > LONGEST_FORM) throw new Error("the form is too long");
  }
  return new URLSearchParams(text);
}

async function interact(request, response) {
  if (request.method !== "POST") {
    await provider.interactionDetails(request, response);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(PAGE);
  }
  const fields = await form(request);
  const login = fields.get("login") ?? "";
  const known = await storage.hashOf(login);
  if (known === undefined || !(await verify(known, fields.get("password") ?? ""))) {
    response.statusCode = 422;
    return response.end(PAGE);
  }
  return provider.interactionFinished(request, response, { login: { accountId: login } });
}

const serve = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return serve(request, response);
  interact(request, response).catch((error) => {
    console.error(error);
    response.statusCode = 500;
    response.end();
  });
}).listen(Number(port), "127.0.0.1");
