// Where the reference server keeps what it issues: one table, in SQLite or PostgreSQL, each write durable before the answer.
// The columns beside the document are those by which the provider looks for it. The names of the tables are nobody else's: the
// database may be the one that the portal was just measured on.

import Database from "better-sqlite3";
import pg from "pg";

const TABLE = `CREATE TABLE IF NOT EXISTS reference_kept (
  model TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, grant_id TEXT, uid TEXT, ends_at BIGINT, used_at BIGINT,
  PRIMARY KEY (model, id))`;
const INDEXES = [
  "CREATE INDEX IF NOT EXISTS reference_kept_by_grant ON reference_kept (grant_id) WHERE grant_id IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS reference_kept_by_uid ON reference_kept (uid) WHERE uid IS NOT NULL",
];
const ACCOUNTS = "CREATE TABLE IF NOT EXISTS reference_account (login TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL)";
const EMPTY = ["DROP TABLE IF EXISTS reference_kept", "DROP TABLE IF EXISTS reference_account"];

const PUT = `INSERT INTO reference_kept (model, id, document, grant_id, uid, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (model, id) DO UPDATE SET document = $3, grant_id = $4, uid = $5, ends_at = $6`;
const FIND = "SELECT document, ends_at, used_at FROM reference_kept WHERE model = $1 AND id = $2";
const FIND_BY_UID = "SELECT document, ends_at, used_at FROM reference_kept WHERE uid = $2 AND model = $1";
const USE = "UPDATE reference_kept SET used_at = $3 WHERE model = $1 AND id = $2";
const REMOVE = "DELETE FROM reference_kept WHERE model = $1 AND id = $2";
const REMOVE_GRANT = "DELETE FROM reference_kept WHERE grant_id = $1";
const ADD_ACCOUNT = "INSERT INTO reference_account (login, hash) VALUES ($1, $2)";
const FIND_ACCOUNT = "SELECT hash FROM reference_account WHERE login = $1";

const now = () => Math.floor(Date.now() / 1000);

function sqlite(path) {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  for (const text of [...EMPTY, TABLE, ...INDEXES, ACCOUNTS]) database.exec(text);
  const prepared = new Map();
  const statement = (text) => {
    if (!prepared.has(text)) prepared.set(text, database.prepare(text));
    return prepared.get(text);
  };
  // `$1` is a name for SQLite.
  const named = (values) => Object.fromEntries(values.map((value, at) => [String(at + 1), value]));
  return {
    one: async (text, values) => statement(text).get(named(values)),
    run: async (text, values) => void statement(text).run(named(values)),
  };
}

async function postgres(url) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  for (const text of [...EMPTY, TABLE, ...INDEXES, ACCOUNTS]) await pool.query(text);
  const names = new Map();
  const ask = (text, values) => {
    if (!names.has(text)) names.set(text, `s${names.size}`);
    return pool.query({ name: names.get(text), text, values });
  };
  return {
    one: async (text, values) => (await ask(text, values)).rows[0],
    run: async (text, values) => void (await ask(text, values)),
  };
}

export async function openStorage(place) {
  const database = place.startsWith("postgres") ? await postgres(place) : sqlite(place);

  const read = (row) => {
    if (row === undefined || (row.ends_at !== null && Number(row.ends_at) <= now())) return undefined;
    const document = JSON.parse(row.document);
    return row.used_at === null ? document : { ...document, consumed: Number(row.used_at) };
  };

  class Adapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, document, seconds) {
      const ends = seconds ? now() + seconds : null;
      const { grantId = null, uid = null } = document;
      await database.run(PUT, [this.model, id, JSON.stringify(document), grantId, uid, ends]);
    }

    async find(id) {
      return read(await database.one(FIND, [this.model, id]));
    }

    async findByUid(uid) {
      return read(await database.one(FIND_BY_UID, [this.model, uid]));
    }

    async findByUserCode() {
      return undefined;
    }

    async consume(id) {
      await database.run(USE, [this.model, id, now()]);
    }

    async destroy(id) {
      await database.run(REMOVE, [this.model, id]);
    }

    async revokeByGrantId(grantId) {
      await database.run(REMOVE_GRANT, [grantId]);
    }
  }

  return {
    Adapter,
    addAccount: (login, hash) => database.run(ADD_ACCOUNT, [login, hash]),
    hashOf: async (login) => (await database.one(FIND_ACCOUNT, [login]))?.hash,
  };
}
