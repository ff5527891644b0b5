import { describe, expect, it } from '@jest/globals';
import { conditionOf } from '../../../../test/support/odata-conditions.js';
import { anApplication } from '../../../../test/support/odata-callers.js';
import type { AccessPackage, AssignmentRequest } from '../../database/generated/client.js';
import { Day, Guid, Name, ODataType, OneOf, Part, Parts, SomeOf, Text } from '../../edm/members.js';
import { ResourceRegistry } from '../resource-registry.js';
import { complex, computed, toMany, toOne, part, parts, resource, text } from '../resource.js';

const kinds = ['microsoft.graph.byDomain', 'microsoft.graph.byNumber', 'microsoft.graph.merelyNamed'];

class Origin {
  @ODataType(kinds) '@odata.type': string;
  @Text(100) note: string | null;
}

class ByDomain extends Origin {
  @Name(100) domain: string;
  @OneOf(['near', 'far']) distance: string | null;
  @Day() day: string | null;
  @SomeOf(['a', 'b'], 2) words: string[];
}

class ByNumber extends Origin {
  @Guid() number: string;
  @Part(() => Origin) of: Origin;
}

class Whereabouts {
  @Parts(() => Origin, 9, { 'microsoft.graph.byDomain': ByDomain, 'microsoft.graph.byNumber': ByNumber })
  others: Origin[];
}

const things = resource<'assignmentRequest', AssignmentRequest>({
  name: 'things',
  path: 'things',
  entityType: 'thing',
  readBy: 'entitlements.read',
  model: 'assignmentRequest',
  fields: {
    name: text('requestType'),
    origins: parts(() => Origin, 'answers'),
    place: part(() => Whereabouts, 'schedule'),
    within: part(() => Origin, 'decision', 'first'),
    made: computed(
      complex(() => Origin, true),
      () => [],
    ),
  },
  links: { owner: toOne('owners', 'accessPackage') },
  visibleTo: () => ({}),
});

const owners = resource<'accessPackage', AccessPackage>({
  name: 'owners',
  path: 'owners',
  entityType: 'owner',
  readBy: 'entitlements.read',
  model: 'accessPackage',
  fields: { name: text('displayName') },
  links: { things: toMany('things', 'requests') },
  visibleTo: () => ({}),
});

const registry = new ResourceRegistry([things, owners]);
const id = '1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f';
const where = (filter: string): string => conditionOf(filter, things, registry, anApplication());

describe('A question about parts that a row keeps', () => {
  const origins = `jsonb_array_elements(CASE jsonb_typeof("answers") WHEN 'array' THEN "answers" ELSE '[]'::jsonb END) AS "t1"(value)`;
  const kind = (name: string) =>
    `(CASE WHEN "t1".value ->> '@odata.type' IN ("microsoft.graph.${name}"::text, "#microsoft.graph.${name}"::text) THEN "t1".value END)`;

  it.each([
    ['origins/any()', `(EXISTS (SELECT 1 FROM ${origins} WHERE TRUE))`],
    ['origins/$count gt 1', `((SELECT count(*)::int4 FROM ${origins} WHERE TRUE) > 1::int4)`],
    ["origins/any(o:o/NOTE eq 'x')", `("t1".value ->> "note"::text)`],
    ["origins/any(o:o/microsoft.graph.byDomain/domain eq 'x')", `(${kind('byDomain')} ->> "domain"::text)`],
    ["origins/any(o:o/Microsoft.Graph.ByDomain/distance eq 'FAR')", '= "far"::text'],
    ['origins/any(o:o/microsoft.graph.byDomain/day gt 2026-01-31)', '->> "day"::text)::date > "2026-01-31"::date'],
    [`origins/all(o:o/microsoft.graph.byNumber/number eq ${id})`, `(${kind('byNumber')} ->> "number"::text)::uuid`],
    ["origins/any(o:o/microsoft.graph.byNumber/of/note eq 'x')", `-> "of"::text) ->> "note"::text)`],
    ["within/note eq 'x'", `(("decision" -> "first"::text) ->> "note"::text)`],
    ["place/others/any(o:o/note eq 'x')", `CASE jsonb_typeof(("schedule" -> "others"::text))`],
    [
      'owner/things/any(t:t/origins/any(o:o/note eq t/name))',
      `("t3".value ->> "note"::text)::text = "t2"."request_type"`,
    ],
  ])('asks about their members: %s', (filter, expected) => {
    expect(where(filter)).toContain(expected);
  });

  it.each([
    ["origins eq 'x'", "'origins' has members"],
    ["origins/note eq 'x'", "'origins' is a collection"],
    ['place/any(o:true)', "'place' is no collection"],
    ['name/note eq 1', "'name' has no members"],
    ['name/any(o:true)', "'name' has no members"],
    ['made/any(o:true)', "'made' is worked out when it is read"],
    ['origins/any(o:o eq null)', "'o' has members"],
    ["origins/any(o:o/colour eq 'x')", "property named 'colour' on type 'microsoft.graph.origin'"],
    ["origins/any(o:o/domain eq 'x')", "property named 'domain' on type 'microsoft.graph.origin'"],
    ['place/others eq null', "'others' has members of its own"],
    ["place/others/note eq 'x'", "'others' is a collection"],
    ['origins/any(o:o/note/any(n:true))', "'note' is no collection of parts"],
    ['origins/any(o:o/note/x eq 1)', "'note' has no members"],
    ["origins/any(o:o/microsoft.graph.byDomain/words eq 'a')", "'words' has members of its own"],
    ["origins/any(o:o/microsoft.graph.nothing/note eq 'a')", "property named 'microsoft.graph.nothing'"],
    ["origins/any(o:o/microsoft.graph.merelyNamed/note eq 'a')", "property named 'microsoft.graph.merelyNamed'"],
    ["place/microsoft.graph.byDomain/domain eq 'a'", "property named 'microsoft.graph.byDomain'"],
    ["origins/any(o:o/microsoft.graph.byDomain/distance eq 'x')", "one of 'near', 'far'"],
  ])('refuses %s', (filter, message) => {
    expect(() => where(filter)).toThrow(message);
  });
});
