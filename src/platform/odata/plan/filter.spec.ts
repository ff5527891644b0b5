import { describe, expect, it } from '@jest/globals';
import { conditionOf } from '../../../../test/support/odata-conditions.js';
import { anApplication } from '../../../../test/support/odata-callers.js';
import type { Caller } from '../../auth/caller.js';
import type { AccessPackage, AssignmentRequest } from '../../database/generated/client.js';
import { DomainError } from '../../errors/domain-error.js';
import { limits } from '../query/limits.js';
import { ResourceRegistry } from '../resource-registry.js';
import {
  caseless,
  computed,
  duration,
  enumeration,
  flag,
  guid,
  toMany,
  moment,
  nullable,
  toOne,
  resource,
  text,
  whole,
} from '../resource.js';

const things = resource<'assignmentRequest', AssignmentRequest>({
  name: 'things',
  path: 'things',
  entityType: 'thing',
  readBy: 'entitlements.read',
  model: 'assignmentRequest',
  fields: {
    id: guid('id'),
    displayName: text('requestType'),
    note: nullable(text('justification')),
    owner: caseless(text('state')),
    mail: nullable(caseless(text('justification'))),
    state: enumeration('thingState', ['draft', 'inUse'])('state'),
    isHidden: flag('needsApproval'),
    priority: whole('policyVersion'),
    startDateTime: nullable(moment('startAt')),
    createdDateTime: moment('createdAt'),
    lasts: nullable(duration('failure')),
    status: computed({ edm: 'Edm.String' }, (row) => row.state),
  },
  links: { parent: toOne('boxes', 'accessPackage') },
  visibleTo: ({ objectId }) => ({ targetId: objectId }),
});

const boxes = resource<'accessPackage', AccessPackage>({
  name: 'boxes',
  path: 'boxes',
  entityType: 'box',
  readBy: 'entitlements.read',
  model: 'accessPackage',
  fields: { id: guid('id'), displayName: text('displayName'), status: computed({ edm: 'Edm.String' }, () => '') },
  links: { things: toMany('things', 'requests') },
  visibleTo: () => ({}),
});

const registry = new ResourceRegistry([things, boxes]);
const id = '1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f';
const caller: Caller = { ...anApplication(), objectId: id };

const where = (filter: string, of = things): string => conditionOf(filter, of, registry, caller);

describe('The condition of a $filter', () => {
  it.each([
    ["displayName eq 'x'", '("request_type" = "x"::text)'],
    ["DISPLAYNAME EQ 'X'", '("request_type" = "X"::text)'],
    ["'x' lt displayName", '("x"::text < "request_type")'],
    ["displayName le 'x'", '("request_type" <= "x"::text)'],
    ["displayName ne 'x'", '("request_type" <> "x"::text)'],
    [`id eq ${id.toUpperCase()}`, `("id" = "${id}"::uuid)`],
    [`'${id.toUpperCase()}' eq id`, `("${id}"::uuid = "id")`],
    ['isHidden eq false', '("needs_approval" = false::bool)'],
    ['isHidden', '"needs_approval"'],
    ['not isHidden', '(NOT ("needs_approval"))'],
    ['not isHidden eq true', '((NOT ("needs_approval")) = true::bool)'],
    ["state eq 'INUSE'", '("state" = "inUse"::text)'],
    ["state eq microsoft.graph.thingState'draft'", '("state" = "draft"::text)'],
    ["thingState.thingState'draft' eq state", '("draft"::text = "state")'],
    ["state has 'draft'", '("state" = "draft"::text)'],
    ['priority ge -2147483648', '("policy_version" >= -2147483648::int4)'],
    ['createdDateTime lt 2026-01-31T02:00:00+02:00', '("created_at" < "2026-01-31T00:00:00.000Z"::timestamptz)'],
    ['2026-01-31 le createdDateTime', '("2026-01-31T00:00:00.000Z"::timestamptz <= "created_at")'],
    ["displayName in ('x','y')", '("request_type" IN ("x"::text, "y"::text))'],
    ['isHidden in (true,false)', '("needs_approval" IN (true::bool, false::bool))'],
    ["1 eq 2 or 'a' ne 'b'", '(((1::int4 = 2::int4) OR ("a"::text <> "b"::text)))'],
    ["duration'P1D' gt duration'PT1H'", '(86400000::float8 > 3600000::float8)'],
    ['displayName eq displayName', '("request_type" = "request_type")'],
    ['true', 'true::bool'],
  ])('compares: %s', (filter, expected) => {
    expect(where(filter)).toBe(expected);
  });

  it.each([
    ["owner eq 'X'", '(lower("state") = lower("X"::text))'],
    ["'X' ne owner", '(lower("X"::text) <> lower("state"))'],
    ['displayName eq owner', '(lower("request_type") = lower("state"))'],
    ["mail eq 'X'", '((lower("justification") = lower("X"::text) AND lower("justification") IS NOT NULL))'],
    ["mail ne 'X'", '(lower("justification") IS DISTINCT FROM lower("X"::text))'],
    ['mail eq null', '("justification" IS NULL)'],
    ["owner in ('X','y')", '(lower("state") IN (lower("X"::text), lower("y"::text)))'],
    ["owner ge 'X'", '("state" >= "X"::text)'],
    ["concat(owner,'') eq 'X'", '(("state" || ""::text) = "X"::text)'],
  ])('passes over the case of letters in what names people and groups: %s', (filter, expected) => {
    expect(where(filter)).toBe(expected);
  });

  it.each([
    ["note eq 'x'", '(("justification" = "x"::text AND "justification" IS NOT NULL))'],
    ["note ne 'x'", '("justification" IS DISTINCT FROM "x"::text)'],
    ["note gt 'x'", '(("justification" > "x"::text AND "justification" IS NOT NULL))'],
    ["tolower(note) eq 'x'", '(COALESCE(lower("justification") = "x"::text, FALSE))'],
    ['note eq null', '("justification" IS NULL)'],
    ['null ge note', '("justification" IS NULL)'],
    ['note ne null', '("justification" IS NOT NULL)'],
    ['note gt null', '(false::bool)'],
    ['null eq null', '(null::text IS NULL)'],
    [
      'note ge note',
      '(COALESCE("justification" >= "justification", "justification" IS NOT DISTINCT FROM "justification"))',
    ],
    ['note eq displayName', '(("justification" = "request_type" AND "justification" IS NOT NULL))'],
    ['startDateTime eq startDateTime', '("start_at" IS NOT DISTINCT FROM "start_at")'],
    ["note in ('x',null)", '(COALESCE("justification" IN ("x"::text), TRUE))'],
    ['note in (null)', '("justification" IS NULL)'],
    ["parent/displayName ne 'x'", '("t1"."display_name" IS DISTINCT FROM "x"::text)'],
    [
      "lasts le 'P1D'",
      '((floor(extract(epoch FROM "failure"::interval) * 1000)::float8 <= 86400000::float8 AND floor(extract(epoch FROM "failure"::interval) * 1000)::float8 IS NOT NULL))',
    ],
  ])('gives null a clear answer: %s', (filter, expected) => {
    expect(where(filter)).toBe(expected);
  });

  it.each([
    ["contains(displayName,'%')", '(position(lower("%"::text) IN lower("request_type")) > 0)'],
    ["startswith(tolower(note),'x')", 'starts_with(lower(lower("justification")), lower("x"::text))'],
    ["indexof(displayName,'x') eq 0", '((position(lower("x"::text) IN lower("request_type")) - 1) = 0::int4)'],
    ["concat(note,'x') eq null", '(("justification" || "x"::text) IS NULL)'],
    ['date(createdDateTime) eq 2026-01-31', `(("created_at" AT TIME ZONE 'UTC')::date = "2026-01-31"::date)`],
    [
      'year(2026-01-31T00:00:00Z) eq 2026',
      `(floor(extract(year FROM "2026-01-31T00:00:00.000Z"::timestamptz AT TIME ZONE 'UTC'))::int4 = 2026::int4)`,
    ],
  ])('calls functions: %s', (filter, expected) => {
    expect(where(filter)).toBe(expected);
  });

  it('asks of the members of a link that the caller may see', () => {
    const members = `FROM "assignment_request" "t1" WHERE (("t1"."tenant_id" = "tenant_id" AND "t1"."access_package_id" = "id") AND "t1"."target_id" = "${id}"::uuid)`;
    expect(where('things/any()', boxes)).toBe(`(EXISTS (SELECT 1 ${members}))`);
    expect(where('things/$count gt 1', boxes)).toBe(`((SELECT count(*)::int4 ${members}) > 1::int4)`);
    expect(where('things/any(t:t/isHidden)', boxes)).toBe(`(EXISTS (SELECT 1 ${members} AND "t1"."needs_approval"))`);
    expect(where('things/all(t:t/isHidden)', boxes)).toBe(
      `(NOT EXISTS (SELECT 1 ${members} AND ("t1"."needs_approval") IS NOT TRUE))`,
    );
    expect(where('things/any(t:t/displayName eq displayName)', boxes)).toBe(
      `(EXISTS (SELECT 1 ${members} AND ("t1"."request_type" = "display_name")))`,
    );
  });

  it.each([
    ["colour eq 'x'", "Could not find a property named 'colour' on type 'microsoft.graph.thing'."],
    ["constructor eq 'x'", "property named 'constructor'"],
    ["parent/colour eq 'x'", "property named 'colour'"],
    ["colour/id eq 'x'", "property named 'colour'"],
    ['colour/any()', "property named 'colour'"],
    ["status eq 'x'", "'status' is worked out when it is read"],
    ["parent/status eq 'x'", "'status' is worked out"],
    ['parent eq null', "'parent' is a navigation property: name one of its properties"],
    ['parent/things eq null', "'things' is a navigation property: ask 'things/any(x:...)'"],
    ['parent/things/id eq null', "'things' is a collection"],
    ['parent/any(p:true)', "'parent' leads to one entity"],
    ['displayName/any(p:true)', "'displayName' has no members"],
    ['parent/things/any(t:t eq null)', "'t' has members: name one of them"],
    ['parent/things/any(t:t/parent/things/any(T:true))', "'T' at position 20 is in use"],
    ['parent/things/any(t:t/priority)', "'t/priority' at position 20 must be compared"],
    [`${'parent/'.repeat(limits.links + 1)}id eq null`, `follows more than ${limits.links} links`],
    ["id eq 'x'", 'Unrecognized Guid format'],
    ['id eq 1', 'Unrecognized Guid format'],
    ['displayName eq 1', "'displayName' is compared with a string"],
    [`displayName eq ${id}`, "'displayName' is compared with a string"],
    ["isHidden eq 'true'", "'isHidden' is compared with true or false"],
    ["createdDateTime gt '2026-01-31T00:00:00Z'", 'without quotes'],
    ['createdDateTime gt 2026-02-30T00:00:00Z', 'real date and time'],
    ['createdDateTime gt 2026-01-31T00:00:00', 'with a zone'],
    ['date(createdDateTime) eq 2026-02-30', 'a real date'],
    ['date(createdDateTime) eq 2026-01-31T00:00:00Z', 'a real date'],
    ["lasts eq 'P1M'", 'a duration of days and time'],
    ["lasts eq duration'-P1D'", 'a duration of days and time'],
    ['priority eq 2147483648', '32 bits'],
    ['priority eq 1.5', '32 bits'],
    ["priority eq '1'", '32 bits'],
    ["state eq 'lost'", "one of 'draft', 'inUse'"],
    ["state eq microsoft.graph.otherState'draft'", "one of 'draft', 'inUse'"],
    ["state in ('draft',1)", "one of 'draft', 'inUse'"],
    ["state gt 'draft'", "'state' has no order"],
    ["'draft' gt state", "'state' has no order"],
    ['isHidden lt true', "'isHidden' has no order"],
    [`id gt ${id}`, "'id' has no order"],
    ["displayName has 'x'", "'has' must follow an enumeration"],
    ['displayName', "'displayName' at position 0 must be compared with something"],
    ['length(displayName)', "'length(...)' at position 0 must be compared with something"],
    ["'x'", 'must be compared with something'],
    ['null', 'must be compared with a property'],
    ["microsoft.graph.thingState'draft'", 'must be compared with a property'],
    ['displayName eq priority', "'displayName' (Edm.String) cannot be compared with 'priority' (Edm.Int32)"],
    ['displayName eq state', "'state' (thingState)"],
    ["not displayName eq 'x'", 'write not (a eq 1)'],
    ["displayName eq 'x' eq 1", 'true or false'],
    ["(displayName eq 'x') gt true", "'a condition' has no order"],
    ['displayName in (note)', 'values only'],
    ["tolower(displayName,'x') eq 'x'", "'tolower' at position 0 takes 1 operands, not 2"],
    ["substring(displayName) eq 'x'", 'takes 2 to 3 operands, not 1'],
    ["tolower(state) eq 'x'", "'tolower' at position 8 takes Edm.String, and 'state' is thingState"],
    ['contains(displayName,1)', "'contains(...)' is compared with a string"],
    ['length(priority) eq 1', "takes Edm.String, and 'priority' is Edm.Int32"],
    [
      "replace(displayName,'a','b') eq 'x'",
      "function 'replace' at position 0 is not supported. Supported are contains",
    ],
    ['cast(displayName,Edm.Int32) eq 1', "function 'cast'"],
  ])('%s is refused', (filter, message) => {
    const refusal = () => where(filter);
    expect(refusal).toThrow(DomainError);
    expect(refusal).toThrow(message);
  });

  it('is refused when collections stand in collections too deep', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? 'true'
        : `parent/things/any(v${depth}:v${depth}/${nested(depth - 1)})`.replace('/true', '/isHidden');
    expect(where(nested(limits.lambdas))).toContain('EXISTS');
    expect(() => where(nested(limits.lambdas + 1))).toThrow(`nested deeper than ${limits.lambdas} levels`);
  });
});
