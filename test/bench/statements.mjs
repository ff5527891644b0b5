import { readFileSync } from 'node:fs';
import { connect } from './postgres.mjs';

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The statements that a server sent since its file had so many lines. */
export const recorded = (file, from = 0) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(from)
    .map((line) => JSON.parse(line));

/** The statements that were sent for a call, in its transaction or outside. */
export const sentFor = (call, statements) => statements.filter((one) => one.call === call).map(sent);

/** The transaction of the worker, BEGIN to COMMIT, in which a row is written to this table. */
export function transactionThatWrites(table, all) {
  const statements = all.filter(({ call }) => call === undefined);
  const at = statements.findIndex(({ text }) =>
    new RegExp(`INSERT INTO "?(public"?\\."?)?${table}\\b`, 'i').test(text),
  );
  if (at < 0) throw new Error(`Nothing was written to ${table}.`);
  const { connection } = statements[at];
  const mine = statements
    .map((statement, index) => ({ ...statement, index }))
    .filter((one) => one.connection === connection);
  const begin = mine.filter(({ text, index }) => /^BEGIN/i.test(text) && index < at).at(-1);
  const commit = mine.find(({ text, index }) => /^COMMIT/i.test(text) && index > at);
  return mine.filter(({ index }) => index >= begin.index && index <= commit.index).map(sent);
}

const sent = ({ text, values }) => ({ text, values });

/**
 * Statements, or what was answered, with places for what is another each time: `{{target}}`, those that the world has names for,
 * and `{{0}}`, `{{1}}` for every other id that is not a constant.
 */
export function templateOf({ statements, answer }, { target, constants, names }) {
  const fresh = new Map();
  const known = new Map([
    [target, '{{target}}'],
    ...constants.map((id) => [id, id]),
    ...Object.entries(names).map(([name, id]) => [id, `{{${name}}}`]),
  ]);
  const place = (found) => {
    const id = found.toLowerCase();
    if (known.has(id)) return known.get(id);
    if (!fresh.has(id)) fresh.set(id, fresh.size);
    return `{{${fresh.get(id)}}}`;
  };
  const templated = (value) => JSON.parse(JSON.stringify(value).replace(guid, place));
  const done = statements.map(({ text, values }) => ({ text, values: templated(values) }));
  return { statements: done, answer: templated(answer), fresh: [...fresh.values()] };
}

/** A templated value with the ids of one time. */
export function fill(value, { target, fresh }) {
  if (typeof value === 'string') {
    return value.replace(/\{\{(target|\d+)\}\}/g, (_, name) => (name === 'target' ? target : fresh(Number(name))));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, { target, fresh }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, { target, fresh })]));
}

/** The same statements for pgbench: every client counts up from its own number, and ids are written from that. */
export async function pgbenchScript(statements, databaseUrl, perClient) {
  const database = await connect(databaseUrl);
  const lines = [`\\set n :client_id * ${perClient} + :i`, '\\set i :i + 1'];
  for (const [index, { text, values }] of statements.entries()) {
    const types = values.length > 0 ? await typesOf(database, `s${index}`, text) : [];
    const said = text.replace(/\$(\d+)/g, (_, number) =>
      literal(values[Number(number) - 1], types[Number(number) - 1]),
    );
    lines.push(`${said.replaceAll(/\s+/g, ' ').trim()};`);
  }
  await database.end();
  return `${lines.join('\n')}\n`;
}

async function typesOf(database, name, text) {
  await database.query(`PREPARE ${name} AS ${text}`);
  const sql = 'SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = $1';
  return (await database.query(sql, [name])).rows[0].types;
}

const number = "lpad(to_hex((:n)::bigint), 12, '0')";
const idOf = (name) =>
  name === 'target' ? `'00000000-0000-4000-8000-' || ${number}` : `'01900000-000${name}-7000-8000-' || ${number}`;

function literal(value, type) {
  if (value === null) return `NULL::${type}`;
  if (Array.isArray(value))
    return `ARRAY[${value.map((item) => literal(item, type.replace(/\[\]$/, ''))).join(', ')}]::${type}`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const pieces = text.split(/(\{\{(?:target|\d+)\}\})/).filter((piece) => piece !== '');
  const said = pieces.map((piece) => {
    const name = /^\{\{(target|\d+)\}\}$/.exec(piece)?.[1];
    return name === undefined ? quoted(piece) : idOf(name);
  });
  return `(${said.join(' || ') || "''"})::${type}`;
}

/** pgbench takes a colon before a letter or digit for one of its variables, in literals too. */
const quoted = (text) => `'${text.replaceAll("'", "''").replaceAll(/:(?=\w)/g, ":' || '")}'`;
