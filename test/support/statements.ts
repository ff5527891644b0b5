import pg from 'pg';

/** The statements that this process sends to Postgres while some work is done. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const [statement] = given as [string | { readonly text: string }];
    statements.push(typeof statement === 'string' ? statement : statement.text);
    return query.apply(this, given);
  };
  await work().finally(() => (prototype.query = query));
  return statements;
}
