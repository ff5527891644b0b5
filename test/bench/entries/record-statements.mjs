// Loaded before a server: writes every statement that it sends to Postgres to a file, with the connection that it went over.
import { appendFileSync } from 'node:fs';
import pg from 'pg';

const { query } = pg.Client.prototype;
const numbers = new WeakMap();
let connections = 0;

pg.Client.prototype.query = function (statement, ...rest) {
  if (!numbers.has(this)) numbers.set(this, (connections += 1));
  const text = typeof statement === 'string' ? statement : statement?.text;
  const values = (Array.isArray(rest[0]) ? rest[0] : statement?.values) ?? [];
  if (typeof text === 'string') {
    appendFileSync(process.env.STATEMENTS_FILE, `${JSON.stringify({ connection: numbers.get(this), text, values })}\n`);
  }
  return query.call(this, statement, ...rest);
};
