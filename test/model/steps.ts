import fc from 'fast-check';

/** What a policy asks for in one of its versions. */
export interface Terms {
  readonly stages: number;
  readonly days: number | null;
  /** Whether changes are approved as well. */
  readonly forUpdate: boolean;
}

/** One thing that happens; `pick` chooses among what is there by then. */
export type Step =
  | { readonly do: 'adminAdd' | 'userAdd'; readonly person: number; readonly policy: number; readonly inDays: number }
  | { readonly do: 'userUpdate' | 'userRemove' | 'adminRemove'; readonly pick: number }
  | { readonly do: 'adminUpdate'; readonly pick: number; readonly days: number }
  | {
      readonly do: 'decide';
      readonly pick: number;
      readonly by: number | 'asked';
      readonly verdict: 'Approved' | 'Denied';
    }
  | { readonly do: 'cancel' | 'reprocess'; readonly pick: number }
  | { readonly do: 'editPolicy'; readonly policy: number; readonly terms: Terms }
  | { readonly do: 'disable' | 'enable' | 'delete'; readonly person: number }
  | { readonly do: 'turn'; readonly hours: number }
  | { readonly do: 'drain' }
  | { readonly do: 'crash'; readonly when: 'before' | 'after'; readonly skip: number; readonly times: number };

const asker = fc.nat({ max: 2 });
const policy = fc.nat({ max: 2 });
const pick = fc.nat({ max: 11 });
const inDays = fc.constantFrom(0, 0, 0, 2, 10);
const terms = fc.record<Terms>({
  stages: fc.nat({ max: 2 }),
  days: fc.constantFrom(3, 20, 60, null),
  forUpdate: fc.boolean(),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('adminAdd' as const), person: asker, policy, inDays }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant('userAdd' as const), person: asker, policy, inDays }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('userUpdate', 'userRemove', 'adminRemove'), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('adminUpdate' as const), pick, days: fc.constantFrom(1, 15, 40) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      pick,
      by: fc.constantFrom('asked' as const, 'asked' as const, 'asked' as const, 'asked' as const, 0, 3, 4),
      verdict: fc.constantFrom('Approved', 'Approved', 'Approved', 'Denied'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'reprocess', 'reprocess'), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('editPolicy' as const), policy, terms }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('disable', 'enable'), person: fc.nat({ max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), person: fc.nat({ max: 4 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('turn' as const), hours: fc.constantFrom(1, 24, 48, 240, 336, 480, 1_440) }),
  },
  { weight: 8, arbitrary: fc.constant<Step>({ do: 'drain' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      when: fc.constantFrom('before', 'after'),
      skip: fc.nat({ max: 6 }),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

/** A few steps that belong together, so that the longer ways are gone as well. */
const anyScene: fc.Arbitrary<Step[]> = fc.oneof(
  fc.record({ person: asker, policy }).map((one): Step[] => [{ do: 'adminAdd', ...one, inDays: 0 }, { do: 'drain' }]),
  fc.record({ person: asker, policy, inDays }).map((one): Step[] => [{ do: 'userAdd', ...one }, { do: 'drain' }]),
  fc.record({ pick }).map(({ pick }): Step[] => [approving(pick), { do: 'drain' }, approving(pick)]),
  fc
    .record({ person: asker, policy, type: fc.constantFrom('adminAdd', 'userAdd') })
    .map(({ person, policy, type }): Step[] => [
      { do: type, person, policy, inDays: 0 },
      { do: 'disable', person },
      { do: 'drain' },
      { do: 'enable', person },
    ]),
);

const approving = (pick: number): Step => ({ do: 'decide', pick, by: 'asked', verdict: 'Approved' });

/** Without fast-check's leaning to short ones; shrinking still goes down to one step. */
export const storyOf = (steps: number): fc.Arbitrary<Step[]> =>
  fc
    .noBias(
      fc.array(fc.oneof({ weight: 4, arbitrary: anyStep.map((step) => [step]) }, { weight: 1, arbitrary: anyScene }), {
        minLength: 1,
        maxLength: steps,
        size: 'max',
      }),
    )
    .map((scenes) => scenes.flat().slice(0, steps));
