/** A table of the product's own words, which the platform asks for and does not know: handed in once, before the first call. */
export class HandedIn<Table> {
  private table: Table | undefined;

  constructor(private readonly what: string) {}

  /** Nobody hands in another one later: who may do what is settled at the start. */
  handIn(table: Table): void {
    if (this.table !== undefined) throw new Error(`The product has handed in ${this.what} already.`);
    this.table = table;
  }

  /** Fails closed: what nobody has handed in is no empty table. */
  get(): Table {
    if (this.table === undefined)
      throw new Error(`The product has not handed in ${this.what}: import its tables first.`);
    return this.table;
  }
}
