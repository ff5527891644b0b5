import { ColumnTypeEnum, type ArgType, type SqlQueryable, type SqlResultSet } from '@prisma/driver-adapter-utils';
import { DomainError } from '../errors/domain-error.js';
import type { Written } from './model-rows.js';
import { sql } from './sql.js';

/** A statement with its values, written where it is sent or before. */
export type Statement = [text: TemplateStringsArray, ...values: unknown[]] | [statement: Written];

/**
 * Sends statements of our own to the driver as they are, on the connection of one transaction or on any.
 *
 * Prisma's `$queryRaw` does the same by way of its query compiler, at several times the price (ADR 29).
 */
export class Statements {
  private isOver = false;

  constructor(private readonly driver: Pick<SqlQueryable, 'queryRaw' | 'executeRaw'>) {}

  /** The rows that it answers: instants as dates, JSON as what it says, 8-byte integers as bigint. */
  async query<T>(...statement: Statement): Promise<T> {
    return rowsOf(await this.driver.queryRaw(this.said(statement))) as T;
  }

  /** How many rows it wrote, or answered. */
  async execute(...statement: Statement): Promise<number> {
    return this.driver.executeRaw(this.said(statement));
  }

  /** From here on every statement is refused: its connection belongs to others now. */
  end(): void {
    this.isOver = true;
  }

  private said([text, ...values]: Statement) {
    if (this.isOver) {
      throw new DomainError('ServiceUnavailable', 'The work took too long and was undone; try again shortly.');
    }
    const { text: said, values: args } = 'raw' in text ? sql(text, ...values) : text;
    return { sql: said, args: [...args], argTypes: args.map(typeOf) };
  }
}

const one: ArgType = { scalarType: 'unknown', arity: 'scalar' };
const many: ArgType = { scalarType: 'unknown', arity: 'list' };
const typeOf = (value: unknown): ArgType => (Array.isArray(value) ? many : one);

type Reading = (value: never) => unknown;

const instant: Reading = (value: string) => new Date(value);
const json: Reading = (value: string) => JSON.parse(value) as unknown;
const integer: Reading = (value: string | number | bigint) => BigInt(value);

/** What the driver hands over as text; everything else is what it should be already. */
const readings: Readonly<Record<number, Reading>> = {
  [ColumnTypeEnum.Date]: instant,
  [ColumnTypeEnum.DateTime]: instant,
  [ColumnTypeEnum.Json]: json,
  [ColumnTypeEnum.Int64]: integer,
  [ColumnTypeEnum.DateArray]: eachBy(instant),
  [ColumnTypeEnum.DateTimeArray]: eachBy(instant),
  [ColumnTypeEnum.JsonArray]: eachBy(json),
  [ColumnTypeEnum.Int64Array]: eachBy(integer),
};

function eachBy(read: Reading): Reading {
  return (values: unknown[]) => values.map((value) => (value === null ? null : read(value as never)));
}

function rowsOf({ columnNames, columnTypes, rows }: SqlResultSet): object[] {
  const readers = columnTypes.map((type) => readings[type]);
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    columnNames.forEach((name, at) => {
      const value = values[at];
      const read = readers[at];
      row[name] = read && value !== null ? read(value as never) : value;
    });
    return row;
  });
}
