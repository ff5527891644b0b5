// Loaded before a server: writes every statement that it sends to Postgres to a file, with the connection that it went over and
// the call that it was sent for; those of the worker have none.
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import pg from 'pg';

const calls = new AsyncLocalStorage();
subscribe('http.server.request.start', ({ request }) => calls.enterWith(`${request.method} ${request.url}`));

const { query } = pg.Client.prototype;
const numbers = new WeakMap();
let connections = 0;

pg.Client.prototype.query = function (statement, ...rest) {
  if (!numbers.has(this)) numbers.set(this, (connections += 1));
  const text = typeof statement === 'string' ? statement : statement?.text;
  const values = (Array.isArray(rest[0]) ? rest[0] : statement?.values) ?? [];
  if (typeof text === 'string') {
    const line = { connection: numbers.get(this), call: calls.getStore(), text, values };
    appendFileSync(process.env.STATEMENTS_FILE, `${JSON.stringify(line)}\n`);
  }
  return query.call(this, statement, ...rest);
};
