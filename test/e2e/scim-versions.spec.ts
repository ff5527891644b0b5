import { type EtagStandIn, startEtagStandIn, type Versions } from '../support/scim/etag-stand-in.js';
import { anEffect, aTarget, type ScimWorld, scimWorld } from '../support/scim/scim-world.js';

describe('SCIM out, to a stand-in that takes no change without its version', () => {
  const open: { world: ScimWorld; standIn: EtagStandIn }[] = [];
  const started = async (versions: Versions) => {
    const standIn = await startEtagStandIn(versions);
    const world = await scimWorld({ address: standIn.url, token: 'token' });
    open.push({ world, standIn });
    return { standIn, system: world.system };
  };
  afterEach(async () => {
    for (const { world, standIn } of open.splice(0)) {
      await world.close();
      await standIn.close();
    }
  });

  it.each(['meta', 'header'] as const)(
    'changes members once it was asked for the version, said in the %s',
    async (saidIn) => {
      const { standIn, system } = await started({ saidIn, overtaken: 0 });
      const target = aTarget();
      await system.grant(anEffect(target, 'g1'));
      expect([...standIn.members]).toEqual(['u1']);
      expect(standIn.seen.slice(1)).toEqual([
        'PATCH /Groups/g1 without -> 428',
        'GET /Groups/g1 without -> 200',
        'PATCH /Groups/g1 W/"1" -> 204',
      ]);
      await system.revoke(anEffect(target, 'g1'));
      expect([...standIn.members]).toEqual([]);
    },
  );

  it('reads the version once more where somebody was faster', async () => {
    const { standIn, system } = await started({ saidIn: 'meta', overtaken: 1 });
    await system.grant(anEffect(aTarget(), 'g1'));
    expect([...standIn.members]).toEqual(['u1']);
    expect(standIn.seen.filter((call) => call.startsWith('PATCH')).map((call) => call.slice(-3))).toEqual([
      '428',
      '412',
      '204',
    ]);
  });

  it('leaves it to the next try where somebody is always faster', async () => {
    const { standIn, system } = await started({ saidIn: 'meta', overtaken: 9 });
    await expect(system.grant(anEffect(aTarget(), 'g1'))).rejects.toMatchObject({
      reason: 'wiki answered 412: It is another version.',
      isSystemAway: false,
    });
    expect(standIn.seen.filter((call) => call.startsWith('PATCH'))).toHaveLength(3);
  });

  it('says so where the system asks for a version and says none', async () => {
    const { system } = await started({ saidIn: 'nowhere', overtaken: 0 });
    await expect(system.grant(anEffect(aTarget(), 'g1'))).rejects.toThrow('does not say which it has');
  });
});
