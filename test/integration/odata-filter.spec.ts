import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../src/platform/odata/list.query.js';
import {
  type Entity,
  foldsAll,
  foldsAscii,
  type Here,
  type Node,
  type OrderKey,
  sorted,
} from '../support/odata-meaning.js';
import { anOrder, aQuestion, type World } from '../support/odata-questions.js';
import {
  anApplication,
  aUser,
  groups,
  idOf,
  idsOf,
  nextOf,
  openODataWorld,
  type ODataWorld,
  packages,
  people,
  requests,
  shelves,
  states,
  valuesOf,
} from '../support/odata-world.js';
import { databases, sized } from '../support/size.js';

const texts = [
  ...['', 'a', 'A', 'b', "it's", "''", '%', '_', '\\', 'a b', ' a ', '\tx\n', 'é', 'É', 'ü', '😀', '\uffff', 'null'],
  ...['x,y;(z)', 'C++', 'AbÉcÜ', '%a_'],
];
const moments = [
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T00:00:00.001Z',
  '2026-06-30T22:15:59.999Z',
  '1970-01-01T00:00:00.000Z',
].map((time) => new Date(time));
const durations = ['P1D', 'PT24H', 'PT1H', 'PT0S', 'P1DT1S'];
const guids = [1, 2, 3, 4].map((number) => idOf(number));
const wholes = [-1, 0, 1, 3, 2147483647, -2147483648];
const flags = [true, false];
const ids = [30, 31, 50, 60, 100, 107].map((number) => idOf(number));

const textual = { kind: 'text', values: texts } as const;
const caseless = { ...textual, isCaseless: true } as const;
const keyed = { kind: 'guid', values: ids } as const;
const flagged = { kind: 'flag', values: flags } as const;
const timed = { kind: 'moment', values: moments } as const;

const world: World = {
  request: {
    members: {
      id: keyed,
      kind: textual,
      state: { kind: 'enum', values: states },
      note: textual,
      targetId: { kind: 'guid', values: guids },
      version: { kind: 'whole', values: wholes },
      isChecked: flagged,
      startDateTime: timed,
      createdDateTime: timed,
      lasts: { kind: 'duration', values: durations },
    },
    one: { pack: 'package', window: 'answer' },
    many: { answers: 'answer' },
  },
  answer: {
    members: {
      text: textual,
      size: { kind: 'whole', values: wholes },
      isRight: flagged,
      at: timed,
      by: { kind: 'guid', values: guids },
      lasts: { kind: 'duration', values: durations },
    },
    one: { before: 'answer' },
    many: { notes: 'answer' },
  },
  package: {
    members: { id: keyed, displayName: textual, description: textual, isHidden: flagged },
    one: { catalog: 'shelf' },
    many: { requests: 'request' },
  },
  shelf: { members: { id: keyed, displayName: textual }, one: {}, many: { packages: 'package' } },
  person: {
    members: { id: keyed, displayName: caseless, mail: caseless, isActive: flagged },
    one: { manager: 'person' },
    many: { reports: 'person', groups: 'group' },
  },
  group: { members: { id: keyed, displayName: caseless, description: textual }, one: {}, many: { members: 'person' } },
};

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T;

const link = (entity: Entity, name: string, to: unknown): void => void Object.assign(entity, { [name]: to });

const shelved: Entity[] = [0, 1, 2].map((at) => ({
  type: 'shelf',
  id: idOf(50 + at),
  displayName: pick(['é', 'A', '%a_'], at),
}));
const packed: Entity[] = [0, 1, 2, 3, 4].map((at) => ({
  type: 'package',
  id: idOf(30 + at),
  displayName: pick(["it's", 'é', 'a', 'AbÉcÜ', ''], at),
  description: pick([null, 'a', '😀', ' a ', 'x,y;(z)'], at),
  isHidden: at % 2 === 1,
  catalog: pick(shelved, at % 2),
}));
/** A part whose members take every value, are null, or are not there. */
const answer = (at: number, depth: number): Entity => ({
  type: 'answer',
  ...(at % 5 === 0 ? {} : { text: at % 4 === 0 ? null : pick(texts, at * 3) }),
  ...(at % 7 === 0 ? {} : { size: pick(wholes, at) }),
  isRight: pick([true, null, false], at),
  at: at % 3 === 0 ? null : pick(moments, at),
  by: pick([...guids, null], at),
  ...(at % 2 === 0 ? {} : { lasts: pick(durations, at) }),
  before: depth > 0 && at % 3 !== 0 ? answer(at + 1, depth - 1) : null,
  ...(depth > 0 && at % 4 !== 0 ? { notes: [answer(at + 2, depth - 1), answer(at + 5, depth - 1)] } : {}),
});

/** Rows whose members take every value, and null, in ever new combinations. */
const asked: Entity[] = Array.from({ length: 40 }, (_, at) => ({
  type: 'request',
  id: idOf(100 + at),
  kind: pick(texts, at * 7),
  state: pick(states, at),
  note: at % 5 === 0 ? null : pick(texts, at * 5 + 1),
  targetId: pick(guids, at),
  version: pick(wholes, at * 5),
  isChecked: at % 2 === 0,
  startDateTime: at % 3 === 0 ? null : pick(moments, at * 3),
  createdDateTime: pick(moments, at >> 2),
  lasts: at % 4 === 0 ? null : pick(durations, at * 3),
  pack: at % 6 === 5 ? null : pick(packed, at % 4),
  window: at % 5 === 1 ? null : answer(at, 2),
  answers: Array.from({ length: at % 4 }, (_, order) => answer(at + order, 2)),
}));
const employed: Entity[] = Array.from({ length: 9 }, (_, at) => ({
  type: 'person',
  id: idOf(60 + at),
  displayName: pick(texts, at * 3 + 1),
  mail: at % 3 === 0 ? null : pick(texts, at * 5),
  isActive: at % 2 === 0,
}));
const banded: Entity[] = [0, 1, 2].map((at) => ({
  type: 'group',
  id: idOf(80 + at),
  displayName: pick(texts, at * 4 + 1),
  description: pick([null, 'b', '%'], at),
  members: employed.filter((_, person) => at > 0 && person % (at + 1) === 0),
}));

employed.forEach((person, at) => link(person, 'manager', at === 0 ? null : pick(employed, at >> 1)));
for (const person of employed) {
  link(
    person,
    'reports',
    employed.filter(({ manager }) => manager === person),
  );
  link(
    person,
    'groups',
    banded.filter(({ members }) => (members as Entity[]).includes(person)),
  );
}
for (const pack of packed)
  link(
    pack,
    'requests',
    asked.filter((request) => request['pack'] === pack),
  );
for (const shelf of shelved)
  link(
    shelf,
    'packages',
    packed.filter(({ catalog }) => catalog === shelf),
  );

const collections = [
  { type: 'request', of: requests, entities: asked, searched: [] },
  { type: 'request', of: requests, entities: asked, searched: [] },
  { type: 'package', of: packages, entities: packed, searched: ['displayName', 'description'] },
  { type: 'shelf', of: shelves, entities: shelved, searched: ['displayName'] },
  { type: 'person', of: people, entities: employed, searched: ['displayName', 'mail'] },
  { type: 'group', of: groups, entities: banded, searched: ['displayName', 'description'] },
] as const;

/** A member of an entity, as the type that it has. */
const its = <T>(entity: Entity, name: string): T => entity[name] as T;
const idIn = (entity: Entity): string => its(entity, 'id');

async function fill({ addShelf, addPackage, addRequests, addPerson, addGroup }: ODataWorld): Promise<void> {
  for (const shelf of shelved) await addShelf(idIn(shelf), undefined, its(shelf, 'displayName'));
  for (const pack of packed) {
    await addPackage({
      id: idIn(pack),
      catalogId: idIn(its(pack, 'catalog')),
      displayName: its(pack, 'displayName'),
      description: its(pack, 'description'),
      isHidden: its(pack, 'isHidden'),
    });
  }
  for (const person of employed) {
    const manager: Entity | null = its(person, 'manager');
    await addPerson({
      id: idIn(person),
      displayName: its(person, 'displayName'),
      mail: its(person, 'mail'),
      accountEnabled: its(person, 'isActive'),
      managerId: manager && idIn(manager),
    });
  }
  for (const group of banded) {
    const row = {
      id: idIn(group),
      displayName: its<string>(group, 'displayName'),
      description: its<string>(group, 'description'),
    };
    await addGroup(row, its<Entity[]>(group, 'members').map(idIn));
  }
  await addRequests(
    asked.map((request) => {
      const pack: Entity | null = its(request, 'pack');
      return {
        id: idIn(request),
        requestType: its(request, 'kind'),
        state: its(request, 'state'),
        justification: its(request, 'note'),
        targetId: its(request, 'targetId'),
        policyVersion: its(request, 'version'),
        needsApproval: its(request, 'isChecked'),
        startAt: its(request, 'startDateTime'),
        createdAt: its(request, 'createdDateTime'),
        failure: its(request, 'lasts'),
        answers: its(request, 'answers'),
        schedule: its(request, 'window'),
        accessPackageId: pack ? idIn(pack) : idOf(39),
      };
    }),
  );
}

const words = [
  'a',
  'A',
  "it's",
  '"a b"',
  '%',
  '"\\\\"',
  'é',
  '"x,y;(z)"',
  'description:a',
  '"displayName:É"',
  'mail:b',
];

/** A `$search` and what it means. */
interface Sought {
  readonly text: string;
  readonly finds: (entity: Entity, here: Here) => boolean;
}

function aSearch(of: (typeof collections)[number], choose: fc.GeneratorValue, depth: number): Sought {
  const form = depth > 0 ? choose(() => fc.constantFrom('word', 'NOT', 'AND', 'OR', '')) : 'word';
  if (form === 'word')
    return aWord(
      of,
      choose(() => fc.constantFrom(...words)),
    );
  const [left, right] = [aSearch(of, choose, depth - 1), aSearch(of, choose, depth - 1)];
  if (form === 'NOT') return { text: `NOT (${left.text})`, finds: (...it) => !left.finds(...it) };
  return {
    text: `(${left.text}) ${form} (${right.text})`,
    finds: (...it) =>
      form === 'OR' ? left.finds(...it) || right.finds(...it) : left.finds(...it) && right.finds(...it),
  };
}

function aWord({ searched }: (typeof collections)[number], text: string): Sought {
  const plain = text.startsWith('"') ? text.slice(1, -1).replaceAll('\\\\', '\\') : text;
  const [, name = '', named = ''] = /^(\w+):(.+)$/.exec(plain) ?? [];
  const fields: readonly string[] = searched;
  const [wanted, among] = fields.includes(name) ? [named, [name]] : [plain, fields];
  const finds: Sought['finds'] = (entity, { fold }) =>
    among.some(
      (field) => entity[field] !== null && fold(its<string>(entity, field), 'lower').includes(fold(wanted, 'lower')),
    );
  return { text, finds };
}

/** A collection, a question about it, and how it is to be answered. */
const plans = fc.gen().map((choose) => {
  const collection = choose(() => fc.constantFrom(...collections));
  const { type, searched } = collection;
  const plan: Plan = {
    collection,
    filter: choose(fc.nat, { max: 9 }) > 0 ? aQuestion(world, type, choose, choose(fc.nat, { max: 4 })) : undefined,
    search: searched.length > 0 && choose(fc.nat, { max: 2 }) === 0 ? aSearch(collection, choose, 2) : undefined,
    order: anOrder(world, type, choose),
    top: choose(fc.integer, { min: 1, max: 50 }),
    skip: choose(() => fc.constantFrom(0, 0, 1, 3)),
    caller: choose(fc.nat, { max: 2 }) === 0 ? pick(guids, choose(fc.nat, { max: 3 })) : undefined,
  };
  return Object.assign(plan, { [fc.toStringMethod]: () => `${type} ${decodeURIComponent(queryOf(plan))}` });
});

interface Plan {
  readonly collection: (typeof collections)[number];
  readonly filter: Node | undefined;
  readonly search: Sought | undefined;
  readonly order: readonly OrderKey[];
  readonly top: number;
  readonly skip: number;
  /** A user, who sees their own requests only; undefined for an application. */
  readonly caller: string | undefined;
}

const optionsOf = ({ filter, order, skip }: Pick<Plan, 'filter' | 'order' | 'skip'>) => ({
  filter: filter?.text ?? '',
  orderby: order.map(({ by, descending }) => `${by.text}${descending ? ' desc' : ''}`).join(','),
  skip: skip > 0 ? String(skip) : '',
  count: 'true',
});

function queryOf({ search, top, ...plan }: Plan): string {
  return Object.entries({ ...optionsOf(plan), search: search?.text ?? '', top: String(top) })
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `$${name}=${encodeURIComponent(text)}`)
    .join('&');
}

type Question = Pick<Plan, 'filter' | 'order' | 'caller'> & {
  readonly entities: readonly Entity[];
  readonly search?: Sought | undefined;
};

/** What a user may see, and everybody else. */
const seenBy =
  (caller: string | undefined) =>
  ({ type, targetId, isHidden }: Entity): boolean =>
    caller === undefined || (type === 'request' ? targetId === caller : type !== 'package' || isHidden === false);

/** The ids that a question should give, in their order. */
function meant({ entities, filter, search, order, caller }: Question, fold: Here['fold']): unknown[] {
  const sees = seenBy(caller);
  const here = (it: Entity): Here => ({ it, variables: {}, sees, fold });
  const found = entities.filter(
    (entity) =>
      sees(entity) &&
      (!filter || filter.means(here(entity)) === true) &&
      (!search || search.finds(entity, here(entity))),
  );
  return sorted(found, order, here).map(({ id }) => id);
}

const expansions = [
  { of: packages, entities: packed, type: 'request', link: 'requests' },
  { of: shelves, entities: shelved, type: 'package', link: 'packages' },
  { of: people, entities: employed, type: 'person', link: 'reports' },
  { of: people, entities: employed, type: 'group', link: 'groups' },
  { of: groups, entities: banded, type: 'person', link: 'members' },
] as const;

/** A collection in another one, and which of its members are to be shown. */
const expanded = fc.gen().map((choose) => {
  const expansion = choose(() => fc.constantFrom(...expansions));
  const plan = {
    expansion,
    filter:
      choose(fc.nat, { max: 2 }) > 0 ? aQuestion(world, expansion.type, choose, choose(fc.nat, { max: 3 })) : undefined,
    order: anOrder(world, expansion.type, choose),
    top: choose(() => fc.constantFrom(undefined, 1, 2, 5)),
    skip: choose(() => fc.constantFrom(0, 0, 1, 3)),
    caller: choose(fc.nat, { max: 2 }) === 0 ? pick(guids, choose(fc.nat, { max: 3 })) : undefined,
  };
  const options = Object.entries({ ...optionsOf(plan), top: plan.top ?? '' });
  const inside = options.flatMap(([name, text]) => (text === '' ? [] : [`$${name}=${text}`])).join(';');
  const query = `$expand=${expansion.link}(${inside})`;
  return Object.assign({ ...plan, query }, { [fc.toStringMethod]: () => `${expansion.of.name} ${query}` });
});

describe.each(databases)('Collections on %s', (kind) => {
  const fold = kind === 'embedded' ? foldsAll : foldsAscii;
  let there: ODataWorld;

  beforeAll(async () => {
    there = await openODataWorld(kind);
    await fill(there);
  });
  afterAll(() => there.close());

  it('hold the entities that filter and search mean, in the order asked for, each once over all pages, and count them', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const query = queryOf(plan);
        const expected = meant({ ...plan, entities: plan.collection.entities }, fold);
        const walk = await walked(there, plan, query);
        fc.pre(walk !== undefined);
        expect(walk).toEqual({ ids: expected.slice(plan.skip), count: expected.length });
        answered += 1;
      }),
      { numRuns: Number(process.env['FUZZ'] ?? sized({ small: 100, ci: 200, full: 300 })), endOnFailure: true },
    );
    expect(answered).toBeGreaterThan(0);
  }, 600_000);

  it('show in others the members that their own options mean, and count them', async () => {
    await fc.assert(
      fc.asyncProperty(expanded, async ({ expansion: { of, entities, link: name }, query, ...plan }) => {
        const answer = await unlessTooMuch(
          there.list(
            of,
            encodeURI(query).replaceAll('+', '%2B'),
            plan.caller === undefined ? anApplication() : aUser(plan.caller),
          ),
        );
        fc.pre(answer !== undefined);
        const shown = valuesOf(answer ?? {}).map((owner) => ({
          id: owner['id'],
          count: owner[`${name}@odata.count`],
          members: idsOf({ value: owner[name] }),
        }));
        const expected = entities.filter(seenBy(plan.caller)).map((owner) => {
          const members = meant({ ...plan, entities: its<Entity[]>(owner, name) }, fold);
          return { id: owner['id'], count: members.length, members: members.slice(plan.skip).slice(0, plan.top) };
        });
        expect(shown).toEqual(expected);
      }),
      { numRuns: Number(process.env['FUZZ'] ?? sized({ small: 100, ci: 200, full: 300 })) / 2, endOnFailure: true },
    );
  }, 600_000);
});

/** The ids on all pages, of which every page but the last is full, and the number of them all; undefined beyond the limits. */
async function walked(there: ODataWorld, { collection, caller, top }: Plan, query: string) {
  const ids: unknown[] = [];
  let count: unknown;
  for (let next: string | undefined = query; next !== undefined;) {
    const answer = await unlessTooMuch(
      there.list(collection.of, next, caller === undefined ? anApplication() : aUser(caller)),
    );
    if (!answer) return undefined;
    count ??= answer['@odata.count'];
    ids.push(...idsOf(answer));
    next = nextOf(answer);
    if (next !== undefined) expect(idsOf(answer)).toHaveLength(top);
  }
  return { ids, count };
}

/** Undefined for what is beyond the limits. */
const unlessTooMuch = (answer: Promise<Answer>): Promise<Answer | undefined> =>
  answer.catch((error: unknown) => {
    if (/more than 100 parts|deeper than|longer than|follow too many links/.test(String(error))) return undefined;
    throw error;
  });
