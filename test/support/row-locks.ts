import pg from 'pg';

const asked = /\s+FOR UPDATE(?: OF \w+)?(?: SKIP LOCKED)?/g;

/** Until it is taken back, statements of this process hold no rows; deliveries are claimed as ever. */
export function withoutRowLocks(): () => void {
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, statement: unknown, ...rest: unknown[]) {
    return query.call(this, unlocked(statement), ...rest);
  };
  return () => (prototype.query = query);
}

function unlocked(statement: unknown): unknown {
  if (typeof statement === 'string')
    return statement.includes('event_delivery') ? statement : statement.replace(asked, '');
  const text = (statement as { readonly text?: unknown }).text;
  return typeof text === 'string' ? { ...(statement as object), text: unlocked(text) } : statement;
}
