// A system of the dialect of ESIA: keys and certificates by OpenSSL as integrators make them, requests signed by its command line,
// and an address to which people come back.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { enterSites } from "./site.mjs";

const run = promisify(execFile);
const text = (words) => ({ ru: words, en: words, fr: words });

/** How a key is made, how its raw signatures and messages are. */
const KINDS = {
  rsa: { key: ["-newkey", "rsa:2048"], digest: ["-sha256"], message: ["-md", "sha256"] },
  gost: {
    key: ["-engine", "gost", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A"],
    digest: ["-md_gost12_256"],
    message: ["-engine", "gost", "-md", "md_gost12_256"],
  },
};

/** A system with a key of this kind, entered at the portal under this registration. */
export async function openSystem(world, mnemonic, kind, { esia = {}, rule = {}, scopes = [] } = {}) {
  const system = new System(world, mnemonic, kind);
  system.isImplied = rule.consent === "implied";
  await system.listen();
  await system.makeKey();
  await enterSites(world, {
    client_id: mnemonic,
    stage: "test",
    metadata: { client_name: `System ${mnemonic}` },
    rule: { ...rule, scopes: Object.fromEntries(scopes.map((scope) => [scope, text(`for ${scope}`)])) },
    esia: { redirects: [new URL(system.url).origin], certificates: [await readFile(system.certificate, "utf8")], ...esia },
  });
  return system;
}

/** The public key of our tokens, as an integrator takes it from the certificate that the operator gave out. */
export async function tokenKey(world, algorithm) {
  const config = join(world.data, "okno.toml");
  const printed = await world.runOnce(["admin", "esia", "certificate", "--config", config, algorithm]);
  const [certificate, key] = [join(world.data, `${algorithm}.crt`), join(world.data, `${algorithm}.pub`)];
  await writeFile(certificate, printed);
  const engine = algorithm === "RS256" ? [] : ["-engine", "gost"];
  await run("openssl", ["x509", ...engine, "-in", certificate, "-noout", "-pubkey", "-out", key]);
  return key;
}

/** Whether a token is signed by this key, by OpenSSL's own reckoning. */
export async function isSigned(world, token, key) {
  const [input, signature] = [token.slice(0, token.lastIndexOf(".")), token.slice(token.lastIndexOf(".") + 1)];
  const files = [join(world.data, "token.txt"), join(world.data, "token.sig")];
  await writeFile(files[0], input);
  await writeFile(files[1], Buffer.from(signature, "base64url"));
  const { alg } = header(token);
  const digest = alg === "RS256" ? ["-sha256"] : ["-engine", "gost", "-md_gost12_256"];
  const { stdout } = await run("openssl", ["dgst", ...digest, "-verify", key, "-signature", files[1], files[0]]);
  return stdout.includes("Verified OK");
}

export const header = (token) => part(token, 0);
export const claims = (token) => part(token, 1);
const part = (token, place) => JSON.parse(Buffer.from(token.split(".")[place], "base64url"));

class System {
  constructor(world, mnemonic, kind) {
    this.world = world;
    this.mnemonic = mnemonic;
    this.kind = KINDS[kind];
    this.key = join(world.data, `${mnemonic}.key`);
    this.certificate = join(world.data, `${mnemonic}.crt`);
  }

  async listen() {
    this.server = createServer((request, response) => {
      if (request.url.startsWith("/callback")) this.came = new URL(request.url, this.url).searchParams;
      const body = `<!DOCTYPE html><html lang="en"><title>${this.mnemonic}</title><h1>${this.mnemonic}</h1>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(body);
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

  async makeKey() {
    const subject = `/CN=${this.mnemonic}/O=Demo`;
    const files = ["-keyout", this.key, "-out", this.certificate];
    await run("openssl", ["req", "-x509", "-nodes", "-days", "30", "-subj", subject, ...this.kind.key, ...this.kind.digest, ...files]);
    const { stdout } = await run("openssl", ["x509", "-engine", "gost", "-in", this.certificate, "-outform", "DER"], { encoding: "buffer" });
    await writeFile(`${this.certificate}.der`, stdout);
    const hash = await run("openssl", ["dgst", "-engine", "gost", "-md_gost12_256", "-r", `${this.certificate}.der`]);
    this.hash = hash.stdout.split(" ")[0].toUpperCase();
  }

  /** `client_secret`: a message of CMS, or the two numbers. */
  async sign(string, raw) {
    const [input, output] = [`${this.key}.txt`, `${this.key}.sig`];
    await writeFile(input, string);
    if (raw) {
      await run("openssl", ["dgst", "-engine", "gost", ...this.kind.digest, "-sign", this.key, "-out", output, input]);
    } else {
      const by = ["-signer", this.certificate, "-inkey", this.key, "-outform", "DER", "-binary"];
      await run("openssl", ["cms", "-sign", ...this.kind.message, ...by, "-in", input, "-out", output]);
    }
    return (await readFile(output)).toString("base64url");
  }

  /** The fields of a request, signed over these of them. */
  async fields(fields, order, raw) {
    const timestamp = new Date().toISOString().replaceAll("-", ".").replace("T", " ").replace(/\.\d+Z$/, " +0000");
    const all = { client_id: this.mnemonic, state: randomUUID(), timestamp, redirect_uri: this.callback, ...fields };
    if (raw) all.client_certificate_hash = this.hash;
    all.client_secret = await this.sign(order.map((name) => all[name] ?? "").join(""), raw);
    return all;
  }

  /** Where a sign-in begins. */
  async begin(path, order, raw, more) {
    const fields = await this.fields({ response_type: "code", access_type: "offline", ...more }, order, raw);
    return `${this.world.url}${path}?${new URLSearchParams(fields)}`;
  }

  /** Asks for tokens. */
  async tokens(path, order, raw, more) {
    const body = new URLSearchParams(await this.fields({ token_type: "Bearer", ...more }, order, raw));
    const answer = await fetch(`${this.world.url}${path}`, { method: "POST", body });
    return { status: answer.status, body: await answer.json() };
  }

  /** Reads from the data service. */
  async read(path, token) {
    const answer = await fetch(`${this.world.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.json() };
  }
}
