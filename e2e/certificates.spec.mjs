// Programs that prove who they are by a certificate on the connection (RFC 8705), over TLS as it is spoken outside.

import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { asKey, Certificates, fetchWith } from "./lib/certificates.mjs";
import { registerByPhone } from "./lib/journeys.mjs";
import { openSite } from "./lib/site.mjs";
import { startWorld } from "./lib/world.mjs";

const MUTUAL = 'client_certificates = "optional"\nmutual_listen = "127.0.0.1:{mutual}"';

let certificates;
before(async () => {
  certificates = await Certificates.make();
});
after(async () => {
  await closeBrowser();
  await certificates?.remove();
});

/** The endpoints at which certificates are asked for; discovery names none, an operator tells their address. */
const aliases = (world) =>
  Object.fromEntries(["token", "userinfo", "introspection", "revocation"].map((name) => [
    `${name}_endpoint`, `${world.mutual}/oauth2/${{ introspection: "introspect", revocation: "revoke" }[name] ?? name}`,
  ]));

async function open(world, name, { authentication, metadata, certificate }) {
  const ca = await readFile(join(world.data, "keys", "portal_ca.crt"));
  const wire = fetchWith({ ca, ...certificate });
  const site = await openSite(world, name, {
    secret: null,
    authentication,
    wire,
    metadata: { tls_client_certificate_bound_access_tokens: true, ...metadata },
    rule: { consent: "implied" },
    configure: (found) => {
      const server = { ...found.serverMetadata(), mtls_endpoint_aliases: aliases(world) };
      const config = new client.Configuration(server, name, { use_mtls_endpoint_aliases: true }, authentication);
      config[client.customFetch] = wire;
      return config;
    },
  });
  return { site, ca };
}

/**
 * Signs somebody in, and sees that the token is worth something with this certificate only, and that nobody else is taken for the
 * program: neither `other` nor `thief`, whose certificate has the program's name and whom `refusal` meets.
 */
async function bound(world, name, program, { other, thief, refusal }) {
  const { certificate } = program;
  let site;
  try {
    const opened = await open(world, name, program);
    const { ca } = opened;
    site = opened.site;
    await withVisitor(world, { language: "en", elsewhere: [new URL(site.url).origin] }, async (person) => {
      await registerByPhone(world, person);
      site.asks({ scope: "openid profile" });
      await person.open(`${site.url}begin`);
      await person.page.waitForURL((url) => url.href.startsWith(site.callback));
      await person.page.waitForLoadState();
      const { tokens, person: told, error } = site.outcome;
      assert.equal(error, undefined);
      assert.ok(told.name);
      const about = await client.tokenIntrospection(site.config, tokens.access_token);
      const thumbprint = createHash("sha256").update(new X509Certificate(certificate.cert).raw).digest("base64url");
      assert.deepEqual([about.active, about.cnf], [true, { "x5t#S256": thumbprint }]);
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const statusOf = async (origin, shown) =>
        (await fetchWith({ ca, ...shown })(`${origin}/oauth2/userinfo`, { headers })).status;
      assert.deepEqual(
        [await statusOf(world.mutual, certificate), await statusOf(world.mutual, other), await statusOf(world.mutual), await statusOf(world.url)],
        [200, 401, 401, 401],
      );
      const asks = (shown) => {
        const config = new client.Configuration(site.config.serverMetadata(), site.clientId, { use_mtls_endpoint_aliases: true }, client.TlsClientAuth());
        config[client.customFetch] = fetchWith({ ca, ...shown });
        return client.clientCredentialsGrant(config, {});
      };
      await assert.rejects(asks(other), { error: "invalid_client" });
      await assert.rejects(asks(thief), refusal);
    });
  } finally {
    site?.close();
    await world.stop();
  }
}

test("tls_client_auth: a certificate of a known authority, by its name", async () => {
  const signedBy = "authority";
  const [mine, other] = [await certificates.program("bank", { signedBy }), await certificates.program("other", { signedBy })];
  const thief = await certificates.program("bank", { file: "not-the-bank" });
  const world = await startWorld({
    tls: `${MUTUAL}\nclient_authorities = ["${certificates.at("authority.crt")}"]`,
    settings: "[single_sign_on]\ncertificate_names = true",
  });
  await bound(world, "bank", {
    authentication: client.TlsClientAuth(),
    metadata: { token_endpoint_auth_method: "tls_client_auth", tls_client_auth_subject_dn: "CN=bank,O=Programs" },
    certificate: mine,
  }, {
    other,
    thief,
    // The handshake ends, by an alert or with the connection, whichever the caller sees first.
    refusal: ({ cause }) => /^(ERR_SSL_.*ALERT|ECONNRESET$|EPIPE$)/.test(cause?.code),
  });
});

test("self_signed_tls_client_auth: a certificate that nobody signed, by its key", async () => {
  const [mine, other] = [await certificates.program("alone"), await certificates.program("stranger")];
  const thief = await certificates.program("alone", { file: "not-alone" });
  const world = await startWorld({ tls: MUTUAL });
  await bound(world, "alone", {
    authentication: client.TlsClientAuth(),
    metadata: { token_endpoint_auth_method: "self_signed_tls_client_auth", jwks: { keys: [asKey(mine)] } },
    certificate: mine,
  }, { other, thief, refusal: { error: "invalid_client" } });
});
