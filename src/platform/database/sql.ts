import { Prisma } from './generated/client.js';

/** A piece of a tagged statement; its values stay parameters. */
export type Sql = Prisma.Sql;

/** Makes a piece of a statement that several statements, or several places of one, share. */
export const { sql } = Prisma;
