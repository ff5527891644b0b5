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

/** How many statements at most were on their way on one connection to Postgres while some work was done. */
export async function mostAtOnceDuring(work: () => Promise<unknown>): Promise<number> {
  const under = new Map<unknown, number>();
  let most = 0;
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const now = (under.get(this) ?? 0) + 1;
    under.set(this, now);
    most = Math.max(most, now);
    const answer = query.apply(this, given);
    const end = () => under.set(this, (under.get(this) ?? 1) - 1);
    if (answer instanceof Promise) answer.then(end, end);
    else end();
    return answer;
  };
  await work().finally(() => (prototype.query = query));
  return most;
}
