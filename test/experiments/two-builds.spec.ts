import { builtForAll } from './harness/built-for-all.js';
import { type BuiltServer, keptBuild, keptBuilds } from './harness/built-server.js';
import { invariantsOf } from './harness/checker.js';
import { killUnderLoad } from './harness/kill-under-load.js';
import { longDescribe, size, sized } from '../support/size.js';

const longest = sized({ ci: 6, full: 30 }) * 60_000;
const kills = sized({ ci: 5, full: 100 });
const least = sized({ ci: 60, full: 5_000 });

const built = builtForAll();

longDescribe.each(keptBuilds)(`the build of %s and today's on one database, under load (E18, ${size})`, (name) => {
  let kept: BuiltServer;

  beforeAll(async () => {
    kept = await keptBuild(name);
  });

  afterAll(() => kept.remove());

  it(
    'lose nothing that was acknowledged, do nothing twice, and leave nothing to nobody',
    async () => {
      const { faults, drained, acknowledged } = await killUnderLoad('E18', built.dist, {
        ...{ kills, least },
        earlier: kept.dist,
      });
      expect(faults).toEqual([]);
      expect(drained).toBe(true);
      expect(acknowledged).toBeGreaterThanOrEqual(least);
    },
    longest,
  );

  it(
    'are noticed to lose work when both acknowledge deliveries before they are done',
    async () => {
      const { faults } = await killUnderLoad('E18', built.dist, {
        ...{ kills: 4, sabotage: 'acknowledge-first.mjs' },
        earlier: kept.dist,
      });
      expect(invariantsOf(faults)).toContain('I6');
    },
    longest,
  );
});
