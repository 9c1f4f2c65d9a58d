// A site where people sign in with their account, built on a client library that knows nothing of this portal.

import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import * as client from "openid-client";

export const SECRET = "0123456789abcdef0123456789abcdef";

/** Enters sites as an installation's operator does. */
export async function enterSites(world, sites) {
  const file = join(world.data, "sites.json");
  await writeFile(file, JSON.stringify(sites));
  await world.runOnce(["admin", "sites", "add", "--config", join(world.data, "okno.toml"), file]);
}

/**
 * A site on a port of its own, entered at the portal under this rule. `configure` changes what the library is told, or gives it
 * anew; `authentication` is how the site proves who it is, `wire` how the library calls, and `hears` (`back` or `front`) by which
 * way it is told of logouts.
 */
export async function openSite(world, clientId, {
  rule = {}, metadata = {}, secret = SECRET, authentication = client.ClientSecretBasic(secret), configure, wire, hears,
} = {}) {
  const site = new Site(clientId);
  await site.listen();
  await enterSites(world, {
    client_id: clientId,
    // Addresses on the developer's own machine are for sites under test.
    stage: "test",
    ...(secret && { secret }),
    metadata: {
      client_name: `Site ${clientId}`,
      redirect_uris: [site.callback],
      post_logout_redirect_uris: [site.url],
      ...(hears && { [`${hears}channel_logout_uri`]: `${site.url}${hears}`, [`${hears}channel_logout_session_required`]: true }),
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      ...metadata,
    },
    rule,
  });
  const options = { execute: [client.allowInsecureRequests], ...(wire && { [client.customFetch]: wire }) };
  site.config = await client.discovery(new URL(world.url), clientId, secret, authentication, options);
  site.config = configure?.(site.config) ?? site.config;
  return site;
}

class Site {
  constructor(clientId) {
    this.clientId = clientId;
    this.parameters = {};
    this.checks = {};
    this.options = {};
    this.outcome = undefined;
    /** The first logout that the site hears of. */
    this.hearing = new Promise((resolve) => { this.hear = resolve; });
  }

  async listen() {
    this.server = createServer((request, response) => {
      this.#answer(request).then(
        ([status, body, location]) => {
          const headers = { "content-type": "text/html; charset=utf-8", ...(location && { location }) };
          response.writeHead(status, headers).end(body);
        },
        (error) => response.writeHead(500).end(String(error)),
      );
    });
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}/`;
    this.callback = `${this.url}callback`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** What the next sign-in asks for; the library makes the rest. */
  asks(parameters = {}, build = client.buildAuthorizationUrl) {
    this.parameters = { scope: "openid profile phone", ...parameters };
    this.build = build;
  }

  /** Where a sign-in begins. */
  async begin() {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    this.checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const address = await this.build(this.config, {
      redirect_uri: this.callback,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...this.parameters,
    }, this.options);
    return address.href;
  }

  /** What a logout brought: a token in a form, or an address. */
  #hear(url, text) {
    this.hear({ at: performance.now(), token: new URLSearchParams(String(text)).get("logout_token"), query: Object.fromEntries(url.searchParams) });
    return page("Signed out");
  }

  async #answer(request) {
    const url = new URL(request.url, this.url);
    if (url.pathname === "/begin") return [303, "", await this.begin()];
    if (url.pathname === "/back" || url.pathname === "/front") return [200, this.#hear(url, await body(request))];
    if (url.pathname !== "/callback") return [200, page("Start")];
    try {
      const tokens = await client.authorizationCodeGrant(
        this.config, await arrived(url, request), this.checks, undefined, this.options,
      );
      const claims = tokens.claims();
      const person = await client.fetchUserInfo(this.config, tokens.access_token, claims.sub, this.options);
      this.outcome = { tokens, claims, person };
      return [200, page(`Signed in: ${person.name ?? ""}`)];
    } catch (error) {
      this.outcome = { error: error.error ?? error.code ?? String(error), cause: error };
      return [200, page(`Refused: ${this.outcome.error}`)];
    }
  }
}

/** The answer as the library wants it: an address, or a request with a form. */
async function arrived(url, request) {
  if (request.method !== "POST") return url;
  const headers = { "content-type": request.headers["content-type"] };
  return new Request(url, { method: "POST", headers, body: await body(request) });
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const page = (heading) => `<!DOCTYPE html><html lang="en"><title>${heading}</title><h1>${heading}</h1>`;
