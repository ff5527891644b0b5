import { builtForAll } from './harness/built-for-all.js';
import { invariantsOf } from './harness/checker.js';
import { killUnderLoad } from './harness/kill-under-load.js';
import { longIt, size, sized } from '../support/size.js';

const longest = sized({ ci: 6, full: 90 }) * 60_000;
const kills = sized({ small: 2, ci: 8, full: 300 });
const least = sized({ small: 20, ci: 80, full: 20_000 });

const built = builtForAll();

describe(`kill -9 of one of two processes under load (E1, ${size})`, () => {
  it(
    'loses nothing that was acknowledged and does nothing twice',
    async () => {
      const { faults, drained, acknowledged } = await killUnderLoad('E1', built.dist, { kills, least });
      expect(faults).toEqual([]);
      expect(drained).toBe(true);
      expect(acknowledged).toBeGreaterThanOrEqual(least);
    },
    longest,
  );

  longIt(
    'is noticed to lose work when deliveries are acknowledged before they are done',
    async () => {
      const { faults } = await killUnderLoad('E1', built.dist, { kills: 4, sabotage: 'acknowledge-first.mjs' });
      expect(invariantsOf(faults)).toContain('I6');
    },
    longest,
  );
});
