import { describe, expect, it } from '@jest/globals';
import type { AccessPackage } from '../database/generated/client.js';
import { DomainError } from '../errors/domain-error.js';
import { readBody } from '../http/body.pipe.js';
import { PassesOver } from '../edm/member-classes.js';
import { OnlyInBeta } from '../edm/member.js';
import { Flag, Guid, Moment, Name, OneOf, Text, Texts } from '../edm/members.js';
import { ImportLine, PatchBody, PostBody } from './bodies.js';
import { Caseless, CreatorSays, ServerAlsoSays, ServerSays } from './entity.js';
import { betaFieldsOf, fieldsOf } from './fields.js';
import { changesIn, valuesIn } from './values.js';

@PassesOver('colour')
@ServerAlsoSays('deletedDateTime')
class Shelf {
  @CreatorSays() @Guid('required') readonly id: string;
  @Caseless() @Name(20) displayName: string;
  @Text(4_000) description: string | null;
  @OneOf(['open', 'shut']) state: string = 'open';
  @Texts(3, 10) marks: string[] = [];
  @OnlyInBeta() @Flag() isHidden: boolean = false;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
}
class Post extends PostBody(Shelf) {}
class Patch extends PatchBody(Shelf) {}
class Line extends ImportLine(Shelf) {}
class LineWithId extends ImportLine(Shelf, 'id') {}

const id = '0a000000-0000-4000-8000-000000000001';
const bodies = { Post, Patch, Line, LineWithId } as const;
type Kind = keyof typeof bodies;

/** What becomes of a body: `taken`, or the member that is to blame. */
async function verdict(kind: Kind, body: object): Promise<string> {
  try {
    await readBody<object>(bodies[kind], body);
    return 'taken';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return /'([^']+)'/.exec(error.message.replace('The model is invalid: ', ''))?.[1] ?? error.message;
  }
}

/** What differs from a body that every kind takes, and what becomes of it as each of them. */
const cases: readonly (readonly [string, object, Readonly<Record<Kind, string>>])[] = [
  ['nothing', {}, { Post: 'taken', Patch: 'taken', Line: 'taken', LineWithId: 'taken' }],
  ['no id', { id: undefined }, { Post: 'taken', Patch: 'taken', Line: 'taken', LineWithId: 'id' }],
  ['an id that is null', { id: null }, { Post: 'taken', Patch: 'taken', Line: 'id', LineWithId: 'id' }],
  [
    'no name',
    { displayName: undefined },
    { Post: 'displayName', Patch: 'taken', Line: 'displayName', LineWithId: 'displayName' },
  ],
  [
    'a name that is null',
    { displayName: null },
    { Post: 'displayName', Patch: 'displayName', Line: 'displayName', LineWithId: 'displayName' },
  ],
  [
    'null where it may be',
    { description: null },
    { Post: 'taken', Patch: 'taken', Line: 'taken', LineWithId: 'taken' },
  ],
  ['null for a default', { state: null }, { Post: 'taken', Patch: 'state', Line: 'state', LineWithId: 'state' }],
  ['null for a collection', { marks: null }, { Post: 'taken', Patch: 'taken', Line: 'taken', LineWithId: 'taken' }],
  ['a word of none', { state: 'ajar' }, { Post: 'state', Patch: 'state', Line: 'state', LineWithId: 'state' }],
  [
    'what the server says',
    { createdDateTime: '2026-11-30T00:00:00Z' },
    { Post: 'createdDateTime', Patch: 'taken', Line: 'taken', LineWithId: 'taken' },
  ],
  [
    'what the server says in no column',
    { deletedDateTime: '2026-11-30T00:00:00Z' },
    { Post: 'deletedDateTime', Patch: 'taken', Line: 'taken', LineWithId: 'taken' },
  ],
  ['what is passed over', { colour: 'red' }, { Post: 'taken', Patch: 'taken', Line: 'taken', LineWithId: 'taken' }],
  ['what nobody knows', { weight: 1 }, { Post: 'weight', Patch: 'weight', Line: 'weight', LineWithId: 'weight' }],
];

describe('a member that is declared once', () => {
  it.each(
    cases.flatMap(([what, body, verdicts]) =>
      Object.entries(verdicts).map(([kind, expected]) => [kind as Kind, what, body, expected] as const),
    ),
  )('is heeded, passed over or refused by each kind of body: %s with %s', async (kind, _, body, expected) => {
    expect(await verdict(kind, { id, displayName: 'Sales', ...body })).toBe(expected);
  });

  it('has its default in what is made, and only what is said in what is changed', async () => {
    const sent = { displayName: 'Sales', state: 'SHUT' };
    expect(valuesIn(Shelf, await readBody<object>(Post, sent))).toEqual({
      ...{ displayName: 'Sales', description: null, state: 'shut', marks: [], isHidden: false },
    });
    expect(valuesIn(Shelf, await readBody<object>(Post, { ...sent, state: null }))).toMatchObject({ state: 'open' });
    expect(changesIn(Shelf, await readBody<object>(Patch, { id, ...sent, marks: null }))).toEqual({
      ...{ displayName: 'Sales', state: 'shut', marks: [] },
    });
    expect(changesIn(Shelf, await readBody<object>(Patch, { description: null }))).toEqual({ description: null });
  });

  it('is a field of its kind, in its column', () => {
    class Package {
      @CreatorSays() @Guid('required') readonly id: string;
      @Caseless() @Name(20) displayName: string;
      @Text(4_000) description: string | null;
      @OnlyInBeta() @Flag() isHidden: boolean = false;
      @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
    }
    const fields = fieldsOf<Package, AccessPackage>(Package);
    const shown = Object.entries(fields).map(([name, { kind, column, nullable, isCaseless, isLong }]) =>
      [name, kind.edm, column, nullable && 'null', isCaseless && 'caseless', isLong && 'long']
        .filter(Boolean)
        .join(' '),
    );
    expect(shown).toEqual([
      'id Edm.Guid id',
      'displayName Edm.String displayName caseless',
      'description Edm.String description null long',
      'createdDateTime Edm.DateTimeOffset createdAt',
    ]);
    expect(Object.keys(betaFieldsOf<Package, AccessPackage>(Package))).toEqual(['isHidden']);
  });

  it('is declared before it is marked, and what the server says is readonly', () => {
    expect(() => {
      class Turned {
        @Guid('required') @CreatorSays() readonly id: string;
      }
      return Turned;
    }).toThrow("'id' is marked before it is said what it holds");
    class Writable {
      // @ts-expect-error What the server says cannot be said by others.
      @ServerSays() @Guid('required') id: string;
    }
    class NeverNull {
      @CreatorSays() @Guid('required') readonly id: string;
      @Text(4_000) description: string;
    }
    // @ts-expect-error The column may be null.
    const misnulled = () => fieldsOf<NeverNull, AccessPackage>(NeverNull);
    class OftenNull {
      @CreatorSays() @Guid('required') readonly id: string;
      @Text(4_000) displayName: string | null;
    }
    // @ts-expect-error The column is never null.
    const nulled = () => fieldsOf<OftenNull, AccessPackage>(OftenNull);
    // @ts-expect-error The row has no such column.
    const stranger = () => fieldsOf<Shelf, AccessPackage>(Shelf);
    expect([stranger, misnulled, nulled, Writable].map((slip) => typeof slip)).toEqual(Array(4).fill('function'));
  });

  it('is in one class of members only', () => {
    expect(() => {
      @PassesOver('displayName')
      class Twice {
        @Name(20) displayName: string;
      }
      return Twice;
    }).toThrow("'displayName' of Twice is in two classes of members");
  });
});
