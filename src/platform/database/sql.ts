import { Prisma } from './generated/client.js';

/** A piece of a tagged statement; its values stay parameters. */
export type Sql = Prisma.Sql;

/** Makes a piece of a statement that several statements, or several places of one, share. */
export const { sql } = Prisma;

/** A name of the schema as a piece of a statement; only for names that the code itself declares. */
export function identifier(name: string): Sql {
  const known = identifiers.get(name) ?? Prisma.raw(`"${name.replaceAll('"', '""')}"`);
  identifiers.set(name, known);
  return known;
}

/** The rows of all these queries, each once. */
export const union = (queries: readonly Sql[]): Sql => Prisma.join([...queries], ' UNION ');

const identifiers = new Map<string, Sql>();
