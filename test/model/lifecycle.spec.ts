import fc from 'fast-check';
import { report } from '../experiments/harness/report.js';
import { sized } from '../support/size.js';
import { Story, type Tally } from './story.js';
import { type Step, storyOf } from './steps.js';
import { System } from './system.js';

const runs = Number(process.env['MODEL_RUNS'] ?? sized({ small: 10, ci: 100, full: 20_000 }));
const steps = 25;
const replay = { seed: process.env['SEED'], path: process.env['PATH_'] };
const longest = 60_000 + runs * 10_000;

let system: System;
const tally: Tally = new Map();
beforeAll(async () => {
  system = await System.start();
});
afterAll(async () => {
  report('model', { runs, crashes: system.fuse.total, ...Object.fromEntries([...tally].sort()) });
  await system.close();
});

const adminAdd: Step = { do: 'adminAdd', person: 1, policy: 0, inDays: 0 };
const userAdd: Step = { do: 'userAdd', person: 2, policy: 0, inDays: 0 };

/** The smallest stories that once went wrong. */
const wentWrong: readonly (readonly [string, ...Step[]])[] = [
  [
    'what failed is tried again after its target got the access otherwise',
    ...[
      adminAdd,
      { do: 'disable', person: 1 } as const,
      { do: 'drain' } as const,
      { do: 'enable', person: 1 } as const,
    ],
    ...[adminAdd, { do: 'drain' } as const, { do: 'reprocess', pick: 1 } as const],
  ],
  [
    'somebody who was just disabled gives up access',
    ...[userAdd, { do: 'turn', hours: 1 } as const],
    ...[{ do: 'disable', person: 2 } as const, { do: 'userRemove', pick: 0 } as const],
  ],
  [
    'a change comes while its access is being taken away',
    ...[adminAdd, { do: 'drain' } as const, { do: 'userRemove', pick: 0 } as const],
    ...[{ do: 'adminUpdate', pick: 0, days: 1 } as const, { do: 'drain' } as const],
  ],
  [
    'a renewal is agreed to after the access that it would renew has ended',
    ...[{ do: 'adminAdd', person: 1, policy: 1, inDays: 0 } as const, { do: 'drain' } as const],
    ...[{ do: 'turn', hours: 89 * 24 } as const, { do: 'userAdd', person: 1, policy: 1, inDays: 0 } as const],
    ...[{ do: 'turn', hours: 48 } as const, { do: 'decide', pick: 0, by: 'asked', verdict: 'Approved' } as const],
    ...[{ do: 'decide', pick: 0, by: 'asked', verdict: 'Approved' } as const, { do: 'drain' } as const],
  ],
  [
    'a change waits for approval when the access that it would change ends',
    ...[{ do: 'adminAdd', person: 1, policy: 1, inDays: 0 } as const, { do: 'drain' } as const],
    ...[{ do: 'turn', hours: 89 * 24 } as const, { do: 'userUpdate', pick: 0 } as const],
    ...[{ do: 'turn', hours: 48 } as const],
  ],
  [
    'somebody who joins later is said again to be disabled',
    ...[{ do: 'disable', person: 2 } as const, { do: 'drain' } as const],
    ...[{ do: 'adminAdd', person: 2, policy: 0, inDays: 2 } as const, { do: 'disable', person: 2 } as const],
    ...[{ do: 'drain' } as const],
  ],
  [
    'somebody is assigned from after the end of what they have',
    ...[adminAdd, { do: 'drain' } as const, { do: 'adminUpdate', pick: 0, days: 1 } as const],
    ...[{ do: 'drain' } as const, { do: 'adminAdd', person: 1, policy: 0, inDays: 10 } as const],
  ],
  [
    'somebody leaves whose access was just agreed to ahead',
    ...[{ do: 'userAdd', person: 0, policy: 2, inDays: 2 } as const, { do: 'drain' } as const],
    ...[{ do: 'decide', pick: 0, by: 'asked', verdict: 'Approved' } as const, { do: 'drain' } as const],
    ...[{ do: 'decide', pick: 0, by: 'asked', verdict: 'Approved' } as const, { do: 'delete', person: 0 } as const],
    ...[{ do: 'drain' } as const],
  ],
];

describe('the lifecycle of access', () => {
  it.each(wentWrong)('is what the model says when %s', async (_, ...story) => {
    expect(await new Story(system, tally).tell(story)).toEqual([]);
  });

  it(
    `is what the model says, in ${runs} random stories`,
    async () => {
      const property = fc.asyncProperty(storyOf(steps), async (story) => {
        const faults = await new Story(system, tally).tell(story);
        if (faults.length > 0) throw new Error(faults.join('\n'));
      });
      const details = await fc.check(property, {
        numRuns: runs,
        ...(replay.seed === undefined ? {} : { seed: Number(replay.seed) }),
        ...(replay.path === undefined ? {} : { path: replay.path, endOnFailure: true }),
      });
      if (!details.failed) return;
      throw new Error(reportOf(details));
    },
    longest,
  );
});

/** How to run the failing story again, what is wrong with it, and its steps. */
function reportOf({ seed, counterexamplePath, counterexample, errorInstance }: fc.RunDetails<[Step[]]>): string {
  return [
    `Replay with: SEED=${seed} PATH_=${counterexamplePath ?? ''} npm run jest -- ./test/model/lifecycle`,
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance),
    ...(counterexample?.[0] ?? []).map((step, index) => `${index}: ${JSON.stringify(step)}`),
  ].join('\n');
}
