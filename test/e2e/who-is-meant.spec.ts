import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askingAbout } from '../support/meant/asking.js';
import { aCast } from '../support/meant/cast.js';
import { lists, meantIn, type PlaceName, type Row, rows, settings } from '../support/meant/rows.js';
import { kindNames } from '../../src/entitlement-management/subject-sets/subject-set.js';
import { startServer, type TestServer } from '../support/server.js';
import { sized } from '../support/size.js';

type Asking = ReturnType<typeof askingAbout>;

const scopes = settings.filter((place) => place.startsWith('specific'));
const everywhere = [...settings, ...lists];
/** Of how many rows one is asked about in a place; each place asks about others. */
const share = sized({ small: 4, ci: 1, full: 1 });
const rowsIn = (place: PlaceName): Row[] => rows.filter((_, at) => (at + everywhere.indexOf(place)) % share === 0);
const cells = (places: readonly PlaceName[]): [string, PlaceName, Row][] =>
  places.flatMap((place) =>
    rowsIn(place).map((row): [string, PlaceName, Row] => [`${row.name} in ${place}`, place, row]),
  );

/** Which of a stage's lists is asked, by the list that names the set, and when. */
const kinds = {
  primaryApprovers: 'primary',
  fallbackPrimaryApprovers: 'fallback',
  escalationApprovers: 'escalation',
  fallbackEscalationApprovers: 'fallbackEscalation',
} as const;

/** What is told of a cell whose policy names who decides. */
interface Decided {
  readonly inDryRun: readonly string[] | undefined;
  readonly first: readonly string[];
  readonly inEarnest: readonly string[];
}

describe('who is meant', () => {
  let server: TestServer;
  let asking: Asking;
  const policies = new Map<string, Awaited<ReturnType<Asking['policyWith']>>>();
  const decided = new Map<string, Decided>();
  const policyOf = (cell: string) => policies.get(cell) as Awaited<ReturnType<Asking['policyWith']>>;

  beforeAll(async () => {
    server = await startServer();
    asking = askingAbout(server, await aCast(server));
    for (const [cell, place, row] of cells(everywhere)) policies.set(cell, await asking.policyWith(place, row));
  }, 240_000);
  afterAll(() => server.close());

  it('is asked of every kind', () => {
    expect([...new Set(rows.map(({ type }) => type))].sort()).toEqual([...kindNames].sort());
  });

  it.each(cells(scopes))('has one answer wherever somebody may ask for themselves: %s', async (cell, place, row) => {
    const [policy, meant] = [policyOf(cell), meantIn(place, row)];
    expect({
      mayAsk: await asking.mayAsk(policy, meant),
      mayAskInBeta: await asking.mayAskInBeta(policy, meant),
      isOffered: await asking.isOffered(policy),
      isToldWhatItTakes: await asking.isToldWhatItTakes(policy, meant),
    }).toEqual({ mayAsk: meant, mayAskInBeta: meant, isOffered: meant, isToldWhatItTakes: meant });
  });

  it.each(cells(['onBehalfRequestors']))('is who may ask for somebody else: %s', async (cell, place, row) => {
    const meant = meantIn(place, row);
    expect(await asking.mayAskForAnn(policyOf(cell), meant)).toEqual(meant);
  });

  describe('among approvers', () => {
    /** Ann asks for all packages, before and after a day on which the stages escalate. */
    beforeAll(async () => {
      const asked = new Map<string, string>();
      const foreseen = new Map<string, readonly string[] | undefined>();
      for (const [cell, place] of cells(lists)) {
        foreseen.set(cell, (await asking.wouldDecide(policyOf(cell)))[place]);
        asked.set(cell, await asking.annAsks(policyOf(cell)));
      }
      await asking.drain();
      for (const [cell] of cells(lists)) {
        const first = await asking.areAsked(asked.get(cell) ?? '', 'primary');
        decided.set(cell, { inDryRun: foreseen.get(cell), first, inEarnest: [] });
      }
      await asking.aDayPasses();
      for (const [cell, place] of cells(lists)) {
        const kind = kinds[place as keyof typeof kinds];
        const inEarnest = await asking.areAsked(asked.get(cell) ?? '', kind);
        decided.set(cell, { ...(decided.get(cell) as Decided), inEarnest });
      }
    }, 240_000);

    it.each(cells(lists))('is who decides, in a dry run and in earnest: %s', (cell, place, row) => {
      const { inDryRun, first, inEarnest } = decided.get(cell) as Decided;
      const meant = meantIn(place, row);
      expect(inEarnest).toEqual(meant);
      // A dry run does not say who would stand in at an escalation.
      if (place !== 'fallbackEscalationApprovers') expect(inDryRun).toEqual(meant);
      if (place.includes('scalation')) expect(first).toEqual(['keeper']);
    });
  });

  it.each(cells(everywhere))('is nobody with a warning: %s', async (cell, place, row) => {
    const warnings = (await asking.warningsOf(policyOf(cell))).join('\n');
    const isPassedOver = new RegExp(`ways that name nobody here.*[( ]${row.type}[,)]`).test(warnings);
    expect(isPassedOver).toBe(!row.in.includes(place));
    const isEmpty = warnings.includes('specificAllowedTargets name nobody who is in the directory');
    expect(isEmpty).toBe(place === 'specificDirectoryUsers' && meantIn(place, row).length === 0);
  });

  it.each(cells(['specificDirectoryUsers', 'onBehalfRequestors', 'primaryApprovers', 'fallbackPrimaryApprovers']))(
    'is said in beta and read back: %s',
    async (cell) => {
      const [before, after] = await asking.throughBeta(policyOf(cell));
      expect(after).toEqual(before);
    },
  );
});
