import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Postgres's name of a column's type; `other` can be shown and is compared with nothing. */
export type ColumnType = 'text' | 'uuid' | 'int4' | 'bool' | 'timestamptz' | 'jsonb' | 'other';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A way from the rows of one table to those of another. */
export interface Relation {
  /** The model at the other end. */
  readonly to: string;
  readonly many: boolean;
  /** True where a row may have nothing at the other end. */
  readonly optional: boolean;
  /** Fields, own and theirs, that are equal in rows that belong together. */
  readonly on: readonly (readonly [own: string, theirs: string])[];
}

/** The table behind one of Prisma's models, by the names that the model gives its parts. */
export interface Table {
  readonly name: string;
  /** Where its rows are read from by whoever comes from a record: what was deleted stays readable there. */
  readonly onRecord: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly relations: ReadonlyMap<string, Relation>;
}

interface Member {
  readonly name: string;
  readonly type: string;
  readonly suffix: string;
  readonly attributes: string;
}

interface Model {
  readonly name: string;
  readonly table: string;
  readonly onRecord: string | undefined;
  readonly members: readonly Member[];
}

const types: Readonly<Record<string, ColumnType>> = {
  String: 'text',
  Int: 'int4',
  Boolean: 'bool',
  DateTime: 'timestamptz',
  Json: 'jsonb',
};

/** A model, with the view that its comment may name. */
const declared = /(?:^\/\/\/ Reached from a record it is read from: (\w+)\n)?^model (\w+) \{\n(.*?)^\}/gms;

const schema = join(import.meta.dirname, '../../../prisma/schema');
const text = readdirSync(schema)
  .filter((file) => file.endsWith('.prisma'))
  .map((file) => readFileSync(join(schema, file), 'utf8'))
  .join('\n');

/** What Prisma's schema says about tables: the generated client keeps no trace of what relations compare. */
const tables: ReadonlyMap<string, Table> = tablesIn(text);

/** The table of a model, as Prisma's client or its schema spells it; asking for another one is a bug. */
export function tableOf(model: string): Table {
  const found = tables.get(model.charAt(0).toUpperCase() + model.slice(1));
  if (!found) throw new Error(`Prisma's schema has no model '${model}'.`);
  return found;
}

export function tablesIn(schemaText: string): Map<string, Table> {
  const models = [...schemaText.matchAll(declared)].map(([, onRecord, name = '', body = '']) =>
    modelOf(name, body, onRecord),
  );
  const byName = new Map(models.map((model) => [model.name, model]));
  return new Map(models.map((model) => [model.name, asTable(model, byName)]));
}

function modelOf(name: string, body: string, onRecord: string | undefined): Model {
  const lines = body.split('\n').map((line) => line.trim());
  const members = lines.flatMap((line) => {
    const [, member, type = '', suffix = '', attributes = ''] = /^(\w+)\s+(\w+)(\?|\[\])?(.*)$/.exec(line) ?? [];
    return member === undefined ? [] : [{ name: member, type, suffix, attributes }];
  });
  return { name, table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, onRecord, members };
}

function asTable({ name, table, onRecord = table, members }: Model, models: ReadonlyMap<string, Model>): Table {
  const links = members.flatMap((member) => {
    const other = models.get(member.type);
    return other ? [[member.name, relationOf(name, member, other)] as const] : [];
  });
  const columns = members
    .filter(({ type }) => !models.has(type))
    .map((member) => [member.name, columnOf(member)] as const);
  return { name: table, onRecord, columns: new Map(columns), relations: new Map(links) };
}

function columnOf({ name, type, suffix, attributes }: Member): Column {
  const known = suffix === '[]' ? undefined : types[type];
  return {
    name: /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name,
    type: attributes.includes('@db.Uuid') ? 'uuid' : (known ?? 'other'),
    nullable: suffix === '?',
  };
}

/** One side of a relation names the fields; the other is found by the relation's name, or the lack of one. */
function relationOf(model: string, member: Member, other: Model): Relation {
  const own = pairsOf(member);
  const back = other.members.find(
    (theirs) => theirs.type === model && nameOf(theirs) === nameOf(member) && pairsOf(theirs).length > 0,
  );
  return {
    to: other.name,
    many: member.suffix === '[]',
    optional: member.suffix === '?',
    on: own.length > 0 || !back ? own : pairsOf(back).map(([theirs, mine]) => [mine, theirs] as const),
  };
}

function nameOf({ attributes }: Member): string | undefined {
  return /@relation\((?:name: )?"(\w+)"/.exec(attributes)?.[1];
}

function pairsOf({ attributes }: Member): (readonly [string, string])[] {
  const [, fields, references] = /fields: \[([\w, ]+)\], references: \[([\w, ]+)\]/.exec(attributes) ?? [];
  const theirs = references?.split(', ') ?? [];
  return fields?.split(', ').map((field, at) => [field, theirs[at] ?? field] as const) ?? [];
}
