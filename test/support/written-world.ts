import type { Answer } from '../../src/platform/odata/list.query.js';
import { idOf, type ODataWorld, tenant } from './odata-world.js';

/** People numbered from 1 on: everybody is managed by whoever has an eighth of their number, so that trees are deep and wide. */
export const managerOf = (number: number): number => Math.floor(number / 8);

/** Writes that many people by one statement. */
export const addPeople = (world: ODataWorld, many: number): Promise<number> =>
  world.database.execute`INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, mail, manager_id)
    SELECT ${tenant}::uuid, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Person ' || n, n || '@host', n || '@host',
      CASE WHEN n / 8 > 0 THEN ('00000000-0000-7000-8000-' || lpad((n / 8)::text, 12, '0'))::uuid END
    FROM generate_series(1, ${many}::int4) AS n`;

/** The ids of whoever somebody manages, in their order. */
export const reportsOf = (number: number, many: number): string[] =>
  Array.from({ length: 8 }, (_, at) => 8 * number + at)
    .filter((one) => one <= many)
    .map(idOf);

/** How many entities an answer has in it, each as often as it is written. */
export function entitiesIn(answer: unknown): number {
  if (Array.isArray(answer)) return answer.reduce<number>((sum, one) => sum + entitiesIn(one), 0);
  if (typeof answer !== 'object' || answer === null) return 0;
  const inside = Object.values(answer).reduce<number>((sum, one) => sum + entitiesIn(one), 0);
  return inside + ('id' in answer ? 1 : 0);
}

/** The links to what an answer had no room for, wherever they stand. */
export function nextLinksIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer as Answer).flatMap(([name, value]) =>
    name.endsWith('@odata.nextLink') && typeof value === 'string' ? [value] : nextLinksIn(value),
  );
}
