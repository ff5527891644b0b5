const mostNames = 200;
const mostCandidates = 2_000;
const callsUntilNamed = 3;

/**
 * Names for prepared statements: Postgres keeps the plan of what is sent often, on each connection.
 *
 * What comes less often, and what comes after so many, is sent without a name, so that no variety of questions fills the database's memory.
 */
export function statementNames(): (query: { readonly sql: string }) => string | undefined {
  const names = new Map<string, string>();
  const calls = new Map<string, number>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= mostNames) return known;
    const count = (calls.get(sql) ?? 0) + 1;
    if (calls.size >= mostCandidates) calls.clear();
    calls.set(sql, count);
    if (count < callsUntilNamed) return undefined;
    calls.delete(sql);
    names.set(sql, `s${names.size + 1}`);
    return names.get(sql);
  };
}
