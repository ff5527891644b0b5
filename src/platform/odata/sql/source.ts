import { conjunction, identifier, sql, type Sql } from './sql.js';
import { type Column, type ColumnType, type Relation, type Table, tableOf } from '../../database/tables.js';

/** Which of the rows that a relation leads to count; written where they are joined. */
export type Only = (source: Source) => Sql;

interface Joined {
  readonly source: Source;
  readonly only: Sql | undefined;
}

interface Position {
  /** How many tables the statement has so far; each has an alias of its own. */
  readonly count: { tables: number };
  /** True where a row of the table may be missing. */
  readonly mayBeMissing: boolean;
  /** True where a path leads here to one row, which may have been deleted: the record of it is read. */
  readonly isOnRecord?: boolean;
  /** The table of pairs that leads here. */
  readonly through?: { readonly pairs: Source; readonly tie: Sql };
}

/** A field of rows, and the column of a statement that equals it in what belongs to them. */
export type Tie = readonly [field: string, column: Sql];

/** The tie beside the tenant's, by which rows and what belongs to them are put together. */
export function tieOf(name: string, ties: readonly Tie[]): Tie {
  const [tie, ...others] = ties.filter(([field]) => field !== 'tenantId');
  if (!tie || others.length > 0) throw new Error(`The relation '${name}' does not compare one key.`);
  return tie;
}

/** The rows that a relation leads to, as a source for a statement, and what ties them to where they belong. */
export interface Related {
  readonly source: Source;
  readonly ties: readonly Tie[];
}

/** A table in a statement, with the tables that are joined to it where a path leads to one row. */
export class Source {
  private readonly alias: Sql;
  private readonly joins = new Map<string, Joined>();

  private constructor(
    private readonly table: Table,
    private readonly place: Position,
  ) {
    this.alias = identifier(`t${place.count.tables}`);
    place.count.tables += 1;
  }

  /** The table of a model, for a statement of its own. */
  static of(model: string): Source {
    return new Source(tableOf(model), { count: { tables: 0 }, mayBeMissing: false });
  }

  /** The fields that have a column, in the schema's order. */
  get fields(): string[] {
    return [...this.table.columns.keys()];
  }

  has(field: string): boolean {
    return this.table.columns.has(field);
  }

  column(field: string): Sql {
    return sql`${this.alias}.${identifier(this.declared(field).name)}`;
  }

  /** The column by which its rows are one tenant's; none where they are the same for every tenant. */
  get tenant(): Sql | undefined {
    return this.has('tenantId') ? this.column('tenantId') : undefined;
  }

  typeOf(field: string): ColumnType {
    return this.declared(field).type;
  }

  /** True when the column may be null, or the row may be missing. */
  isNullable(field: string): boolean {
    return this.place.mayBeMissing || this.declared(field).nullable;
  }

  relation(name: string): Relation {
    const found = this.table.relations.get(name);
    if (!found) throw new Error(`The table '${this.table.name}' has no relation '${name}'.`);
    return found;
  }

  hasJoined(name: string): boolean {
    return this.joins.has(name);
  }

  /** The row that a relation leads to, if it is one of those that count; joined once, however many paths go there. */
  joined(name: string, only?: Only): Source {
    const known = this.joins.get(name);
    if (known) return known.source;
    const { to, many, optional } = this.relation(name);
    if (many) throw new Error(`The relation '${name}' of '${this.table.name}' leads to many rows.`);
    const { count, mayBeMissing, isOnRecord: hasGone } = this.place;
    // What a deleted row leads to may be gone as well.
    const isMissable = mayBeMissing || hasGone === true || optional || only !== undefined;
    const source = new Source(tableOf(to), { count, mayBeMissing: isMissable, isOnRecord: true });
    this.joins.set(name, { source, only: only?.(source) });
    return source;
  }

  /** The rows that a relation leads to; two of them, as in `memberships/user`, lead through a table of pairs, of which `only` some may count. */
  related(path: string, only?: Only): Related {
    const [name = '', onward] = path.split('/');
    const { to, many, on } = this.relation(name);
    const next = new Source(tableOf(to), { count: this.place.count, mayBeMissing: false, isOnRecord: !many });
    const ties = on.map(([own, theirs]) => [own, next.column(theirs)] as const);
    return { source: onward === undefined ? next : next.onward(onward, only), ties };
  }

  /** The same, where every row is tied to this source's row. */
  subset(path: string, only?: Only): { readonly source: Source; readonly tie: Sql } {
    const { source, ties } = this.related(path, only);
    return { source, tie: conjunction(ties.map(([field, column]) => sql`${column} = ${this.column(field)}`)) };
  }

  /** A table of the same statement to which no relation leads; what ties it to this one is for the asker to say. */
  beside(model: string): Source {
    return new Source(tableOf(model), { count: this.place.count, mayBeMissing: false });
  }

  /** A name for something else in the same statement. */
  anotherAlias(): Sql {
    this.place.count.tables += 1;
    return identifier(`t${this.place.count.tables - 1}`);
  }

  /** What stands behind FROM; to be asked for when everything that may join a table is written. */
  get from(): Sql {
    const { through } = this.place;
    return through ? sql`${through.pairs.from} INNER JOIN ${this.itself} ON ${through.tie}` : this.itself;
  }

  private get itself(): Sql {
    return [...this.joins].reduce(
      (before, [name, { source, only }]) => {
        const tie = this.equal(name, source);
        return sql`${before} LEFT JOIN ${source.itself} ON ${only ? conjunction([tie, only]) : tie}`;
      },
      sql`${identifier(this.place.isOnRecord ? this.table.onRecord : this.table.name)} ${this.alias}`,
    );
  }

  private onward(name: string, only?: Only): Source {
    const { count } = this.place;
    const through = { pairs: this, tie: sql`TRUE` };
    const source = new Source(tableOf(this.relation(name).to), { count, mayBeMissing: false, through });
    through.tie = conjunction([this.equal(name, source), ...(only ? [only(this)] : [])]);
    return source;
  }

  private equal(name: string, other: Source): Sql {
    return conjunction(
      this.relation(name).on.map(([own, theirs]) => sql`${other.column(theirs)} = ${this.column(own)}`),
    );
  }

  private declared(field: string): Column {
    const found = this.table.columns.get(field);
    if (!found) throw new Error(`The table '${this.table.name}' has no column for '${field}'.`);
    return found;
  }
}
