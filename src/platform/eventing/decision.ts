/** What a domain function answers: the row as it should be, and the facts to announce. */
export interface Decision<Row> {
  readonly row: Row;
  readonly events: readonly object[];
}
