// A portal and its surroundings as processes on free ports, with a database of their own, from the built programs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Phone } from "./phone.mjs";

const PROGRAMS = process.env.OKNO_BIN ?? new URL("../../target/debug", import.meta.url).pathname;
const CENTERS = new URL("../../xtask/stack/centers.csv", import.meta.url);
const OPERATORS = new URL("../../xtask/stack/operators.toml", import.meta.url);
const CONFIG = new URL("../../xtask/stack/okno.toml", import.meta.url);

// Counted from the portal's port, as in `xtask/src/stack.rs`.
const OFFSETS = {
  pages: 1, pension_fund: 2, interior_ministry: 3, smpp: 4, smtp: 6, blue_bridge: 7, rowan: 8, carrier: 9, clamd: 10,
  management: 11, pension_site: 12, tax_site: 13, shop: 14, clinic: 15,
  // Not in the demonstration: where clients show certificates.
  mutual: 16,
};
const PORTS = 17;
// The portal takes every OKNO_ variable for a setting; those meant for the journeys are not for it.
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("OKNO_")));
const START_MS = 60_000;

/** The configuration with more TOML: a table that is there already gets the lines of the one that is added. */
function withSettings(text, settings) {
  const [, table, lines] = /^(\[[^\]]+\])\n([\s\S]*)$/.exec(settings) ?? [];
  const known = table && text.includes(`\n${table}\n`);
  return known ? text.replace(`\n${table}\n`, `\n${table}\n${lines}\n`) : `${text}\n${settings}\n`;
}

/**
 * Starts everything; `settings` is more TOML for the portal's configuration, `centers` changes the file of centers before it
 * is imported, `sites` enters the simulators' sites, and `tls` serves https, with more TOML for that section.
 */
export async function startWorld({ delayMs = 200, settings = "", centers = (text) => text, sites = false, tls } = {}) {
  const database = process.env.OKNO_E2E_DATABASE;
  const data = await mkdtemp(join(tmpdir(), "okno-e2e-"));
  const world = new World(data, await freePorts(), { delayMs, settings, centers, sites, tls, database });
  try {
    await world.start();
  } catch (error) {
    error.message += `\n${await world.logs()}`;
    await world.stop();
    throw error;
  }
  return world;
}

class World {
  constructor(data, port, options) {
    this.data = data;
    this.port = port;
    this.options = options;
    this.url = `${options.tls === undefined ? "http" : "https"}://localhost:${port}`;
    this.mutual = `https://localhost:${port + OFFSETS.mutual}`;
    this.pages = `http://127.0.0.1:${port + OFFSETS.pages}`;
    // The addresses at which the simulated banks call themselves issuers.
    this.banks = {
      "blue-bridge": `http://127.0.0.1:${port + OFFSETS.blue_bridge}`,
      rowan: `http://127.0.0.1:${port + OFFSETS.rowan}`,
    };
    // The sites of the simulators where people sign in.
    this.sites = Object.fromEntries(
      ["pension_site", "tax_site", "shop", "clinic"].map((name) => [name, `http://127.0.0.1:${port + OFFSETS[name]}`]),
    );
    this.carrier = `http://127.0.0.1:${port + OFFSETS.carrier}`;
    this.management = `http://127.0.0.1:${port + OFFSETS.management}`;
    this.phone = new Phone(this.pages);
    this.running = new Set();
  }

  async start() {
    const keys = join(this.data, "keys");
    await mkdir(keys);
    await mkdir(join(this.data, "letters"));
    await this.runOnce(["admin", "keys", "generate", "--directory", keys]);
    this.simulators = await this.launch("okno-simulators", [
      "--base-port", String(this.port + OFFSETS.pages), "--keys", keys, "--delay-ms", String(this.options.delayMs),
      "--letters", join(this.data, "letters"), "--portal", this.url,
    ]);
    await ready(`${this.pages}/persons`, this.simulators);
    await this.configure();
    await this.runOnce(["migrate", "--config", join(this.data, "okno.toml")]);
    await this.importCenters();
    await this.importOperators();
    if (this.options.sites) await this.enterSites();
    await this.startPortal();
    this.persons = (await (await fetch(`${this.pages}/api/persons`)).json()).persons;
  }

  /** A command of the portal's program that ends by itself; what it prints. */
  async runOnce(args) {
    const child = spawn(join(PROGRAMS, "okno"), args, { stdio: ["ignore", "pipe", "inherit"], env: ENVIRONMENT });
    const [said] = await Promise.all([text(child.stdout), finished(child)]);
    return said;
  }

  async startPortal() {
    this.portal = await this.launch("okno", ["serve", "--config", join(this.data, "okno.toml")]);
    await ready(`${this.management}/health/ready`, this.portal);
  }

  /** Ends the portal as an operator would, or at once. */
  async stopPortal(signal = "SIGTERM") {
    await end(this.portal, signal);
    this.running.delete(this.portal);
  }

  async configure() {
    const values = {
      data: this.data,
      database: this.options.database ?? `sqlite:${join(this.data, "okno.sqlite")}`,
      port: this.port,
    };
    for (const [name, offset] of Object.entries(OFFSETS)) values[name] = this.port + offset;
    let text = await readFile(CONFIG, "utf8");
    if (this.options.tls !== undefined) text = withTls(text, this.options.tls);
    for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{${name}}`, value);
    await writeFile(join(this.data, "okno.toml"), withSettings(text, this.options.settings));
  }

  /** The fictitious service centers of the demonstration, as if somebody had looked at them so many days ago. */
  async importCenters(daysAgo = 1) {
    const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
    const file = join(this.data, "centers.csv");
    const text = (await readFile(CENTERS, "utf8")).replaceAll("{checked}", day);
    await writeFile(file, this.options.centers(text));
    await this.runOnce(["admin", "centers", "import", "--strict", "--config", join(this.data, "okno.toml"), file]);
  }

  /** The fictitious operators of the demonstration. */
  async importOperators() {
    const file = fileURLToPath(OPERATORS);
    await this.runOnce(["admin", "operators", "import", "--config", join(this.data, "okno.toml"), file]);
    const entries = (await readFile(OPERATORS, "utf8")).split("[[operator]]").slice(1);
    const value = (entry, name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(entry)?.[1];
    this.operators = entries.map((entry) => ({
      login: value(entry, "login_name"),
      password: value(entry, "password"),
      key: value(entry, "totp_key"),
    }));
  }

  /** The simulators' sites, as they say of themselves. */
  async enterSites() {
    const told = async (url) => (await fetch(`${url}/api/site`)).json();
    const file = join(this.data, "demo-sites.json");
    await writeFile(file, JSON.stringify(await Promise.all(Object.values(this.sites).map(told))));
    const config = join(this.data, "okno.toml");
    await this.runOnce(["admin", "sites", "add", "--config", config, file]);
    // The clinic verifies tokens of ESIA by the certificate that an operator of the portal gives it.
    const certificate = await this.runOnce(["admin", "esia", "certificate", "--config", config, "RS256"]);
    await writeFile(join(this.data, "keys", "esia.crt"), certificate);
  }

  /** One of the demonstration's operators, by login name. */
  operator(login) {
    const found = this.operators.find((one) => one.login === login);
    if (!found) throw new Error(`there is no operator ${login}`);
    return found;
  }

  async launch(program, args) {
    const log = await open(join(this.data, `${program}.log`), "a");
    const child = spawn(join(PROGRAMS, program), args, { stdio: ["ignore", log.fd, log.fd], env: ENVIRONMENT });
    await log.close();
    this.running.add(child);
    children.add(child);
    return child;
  }

  /** One of the simulators' population, by key. */
  person(key) {
    const person = this.persons.find((one) => one.key === key);
    if (!person) throw new Error(`the simulators know no ${key}`);
    return person;
  }

  /** Turns switches of a registry; `undefined` puts all back. */
  async registry(name, switches) {
    await call(`${this.pages}/api/registry/${name}/switches`, switches);
  }

  /** Lets a registry forget what it was asked. */
  async forget(name) {
    await call(`${this.pages}/api/registry/${name}/requests`);
  }

  /** Waits until a registry has been asked since it forgot. */
  async asked(name) {
    const { requests } = await (await fetch(`${this.pages}/api/registry/${name}/requests?count=1&wait=30`)).json();
    if (requests.length === 0) throw new Error(`${name} was not asked`);
  }

  /** Lets a registry give the answers it holds back. */
  async release(name) {
    await call(`${this.pages}/api/registry/${name}/release`, {});
  }

  /** Turns switches of a bank; `undefined` puts all back. */
  async bank(name, switches) {
    await call(`${this.pages}/api/${name}/switches`, switches);
  }

  async logs() {
    const read = (program) => readFile(join(this.data, `${program}.log`), "utf8").catch(() => "");
    const texts = await Promise.all(["okno", "okno-simulators"].map(read));
    return texts.map((text) => text.split("\n").slice(-40).join("\n")).join("\n---\n");
  }

  async stop() {
    await Promise.all([...this.running].map((child) => end(child, "SIGTERM")));
    this.running.clear();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** The configuration with TLS. Browsers forget HSTS for `localhost` at once: it would hold for every other port there. */
function withTls(text, more) {
  const files = 'certificate_file = "{data}/keys/portal.crt"\nkey_file = "{data}/keys/portal.key"';
  return `${text.replaceAll("http://localhost:{port}", "https://localhost:{port}").replace("[web]\n", "[web]\nhsts_seconds = 0\n")}
[server.tls]
${files}
${more}
`;
}

async function call(url, body) {
  const answer = await fetch(url, {
    method: body === undefined ? "DELETE" : "POST",
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

/** The first of the ports in a row that are all free now. */
async function freePorts() {
  // Files that run at the same time are processes with numbers of their own, so they begin to look at different places. The
  // highest is 32,596: from 32,768 on the system gives ports to whoever asks for any.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + ((process.pid + attempt * 37) % 741) * PORTS;
    const wanted = Array.from({ length: PORTS }, (_, offset) => first + offset);
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return first;
  }
  throw new Error("not enough free ports in a row");
}

async function isFree(port) {
  const server = createServer();
  const outcome = await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (outcome) await new Promise((resolve) => server.close(resolve));
  return outcome;
}

async function ready(url, child) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode} before ${url} answered`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer`);
}

async function finished(child) {
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}`);
}

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await gone;
  clearTimeout(timer);
}

// A run that is broken off must not leave programs behind.
const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));
