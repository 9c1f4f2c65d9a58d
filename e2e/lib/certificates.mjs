// Certificates of programs, made for one run, and calls that show them.

import { execFile } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A folder with an authority, certificates by it, and such as nobody signed but their owner. */
export class Certificates {
  static async make() {
    const self = new Certificates();
    self.folder = await mkdtemp(join(tmpdir(), "okno-certificates-"));
    await self.#openssl("req", "-x509", ...NEW, "-subj", "/CN=Authority", "-addext", "basicConstraints=critical,CA:TRUE",
      "-keyout", self.at("authority.key"), "-out", self.at("authority.crt"));
    return self;
  }

  at(name) {
    return join(this.folder, name);
  }

  /** A certificate for a program under this name, and its key, in files of another name where there is one already. */
  async program(name, { signedBy, file = name } = {}) {
    await this.#openssl("req", "-x509", ...NEW, "-subj", `/O=Programs/CN=${name}`, "-addext", "extendedKeyUsage=clientAuth",
      "-addext", "basicConstraints=critical,CA:FALSE",
      ...(signedBy ? ["-CA", this.at(`${signedBy}.crt`), "-CAkey", this.at(`${signedBy}.key`)] : []),
      "-keyout", this.at(`${file}.key`), "-out", this.at(`${file}.crt`));
    const [cert, key] = await Promise.all([`${file}.crt`, `${file}.key`].map((path) => readFile(this.at(path))));
    return { cert, key };
  }

  async #openssl(...args) {
    await run("openssl", args);
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

const NEW = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];

/** The certificate as a member of a key set (RFC 7517 4.7). */
export function asKey({ cert }) {
  const body = cert.toString().replaceAll(/-----[^-]+-----|\s/g, "");
  return { ...createPublicKey(cert).export({ format: "jwk" }), use: "sig", x5c: [body] };
}

/** `fetch` that trusts this authority and shows this certificate, if one is given. */
export function fetchWith({ ca, cert, key }) {
  return (url, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const call = request(url, { method, ca, cert, key, headers: Object.fromEntries(new Headers(headers)) }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
          const empty = [204, 304].includes(answer.statusCode);
          resolve(new Response(empty ? null : Buffer.concat(chunks), { status: answer.statusCode, headers: told }));
        });
      });
      call.on("error", reject);
      call.end(body === undefined || body === null ? undefined : String(body));
    });
}
