import { describe, expect, it } from '@jest/globals';
import { Source } from './source.js';
import { sql } from './sql.js';
import { whereOf } from './where.js';

const id = '1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f';

function written(where: object): string {
  const { strings, values } = whereOf(where, Source.of('accessPackage'));
  return strings.reduce((before, piece, at) => `${before}${JSON.stringify(values[at - 1])}${piece}`);
}

const requests = `FROM "assignment_request" "t1" WHERE ("t1"."tenant_id" = "t0"."tenant_id" AND "t1"."access_package_id" = "t0"."id")`;
const catalog = `FROM "catalog" "t1" WHERE ("t1"."tenant_id" = "t0"."tenant_id" AND "t1"."id" = "t0"."catalog_id")`;

describe('A Prisma where in SQL', () => {
  it.each<[object, string]>([
    [{}, 'TRUE'],
    [{ id }, `"t0"."id" = "${id}"::uuid`],
    [{ id: { equals: id } }, `"t0"."id" = "${id}"::uuid`],
    [{ id: { in: [id] } }, `"t0"."id" = ANY(${JSON.stringify([id])}::text[]::uuid[])`],
    [{ id: { in: [] } }, 'FALSE'],
    [{ id: { in: Array(101).fill(id) } }, `"t0"."id" = ANY(${JSON.stringify(Array(101).fill(id))}::text[]::uuid[])`],
    [
      { isHidden: { notIn: Array(101).fill(true) } },
      `NOT ("t0"."is_hidden" = ANY(${JSON.stringify(Array(101).fill('true'))}::text[]::bool[]))`,
    ],
    [{ id: { notIn: [] } }, 'NOT (FALSE)'],
    [{ description: null }, '"t0"."description" IS NULL'],
    [{ description: { not: null } }, '"t0"."description" IS NOT NULL'],
    [{ description: { not: 'x' } }, '"t0"."description" <> "x"::text'],
    [{ isHidden: false, displayName: 'x' }, '("t0"."is_hidden" = false::bool AND "t0"."display_name" = "x"::text)'],
    [
      { createdAt: { gte: new Date(0), lt: '2026-01-01T00:00:00Z' } },
      '("t0"."created_at" >= "1970-01-01T00:00:00.000Z"::timestamptz AND "t0"."created_at" < "2026-01-01T00:00:00Z"::timestamptz)',
    ],
    [{ OR: [{ id }, { isHidden: true }] }, `("t0"."id" = "${id}"::uuid OR "t0"."is_hidden" = true::bool)`],
    [{ OR: [] }, 'FALSE'],
    [{ AND: [] }, 'TRUE'],
    [{ AND: { isHidden: true } }, '"t0"."is_hidden" = true::bool'],
    [{ NOT: [{ isHidden: true }] }, 'NOT ("t0"."is_hidden" = true::bool)'],
    [{ requests: { some: {} } }, `EXISTS (SELECT 1 ${requests} AND TRUE)`],
    [
      { requests: { none: { targetId: id } } },
      `NOT EXISTS (SELECT 1 ${requests} AND "t1"."target_id" = "${id}"::uuid)`,
    ],
    [
      { requests: { every: { state: 'x' } } },
      `NOT EXISTS (SELECT 1 ${requests} AND ("t1"."state" = "x"::text) IS NOT TRUE)`,
    ],
    [{ catalog: { state: 'x' } }, `EXISTS (SELECT 1 ${catalog} AND "t1"."state" = "x"::text)`],
    [{ catalog: { is: { state: 'x' } } }, `EXISTS (SELECT 1 ${catalog} AND "t1"."state" = "x"::text)`],
    [{ catalog: { isNot: {} } }, `NOT EXISTS (SELECT 1 ${catalog} AND TRUE)`],
    [{ catalog: { is: null } }, `NOT EXISTS (SELECT 1 ${catalog} AND TRUE)`],
    [{ catalog: {} }, `EXISTS (SELECT 1 ${catalog} AND TRUE)`],
  ])('%j', (where, expected) => {
    expect(written(where)).toBe(expected);
  });

  it('may be said in SQL, over the source of its rows', () => {
    const { strings } = whereOf((source) => sql`${source.column('id')} IS NOT NULL`, Source.of('accessPackage'));
    expect(strings.join('')).toBe('"t0"."id" IS NOT NULL');
  });

  it.each<[object, string]>([
    [{ name: 'x' }, "The condition on 'name' is an object, not 'x'"],
    [{ shelf: {} }, "no relation 'shelf'"],
    [{ id: undefined }, "The condition on 'id' is undefined"],
    [{ id: { equals: undefined } }, "No condition compares 'id' by 'equals'"],
    [{ displayName: { contains: 'x' } }, "No condition compares 'displayName' by 'contains'"],
    [{ displayName: { equals: { not: '' } } }, 'No condition compares with {"not":""}'],
    [{ requests: { some: [] } }, 'A condition is an object'],
    [{ catalog: { is: undefined } }, 'A condition is an object'],
  ])('is refused where a part would be passed over: %j', (where, message) => {
    expect(() => written(where)).toThrow(message);
  });
});
