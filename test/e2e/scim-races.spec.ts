import { randomUUID } from 'node:crypto';
import { behindFaults, type BehindFaults } from '../support/scim/behind-faults.js';
import { accountsOf, membersOf } from '../support/scim/scimmy.js';
import { anEffect, aTarget, carriedOut, isLast } from '../support/scim/scim-world.js';

describe('SCIM out, while several effects concern one person', () => {
  let scimmy: BehindFaults['scimmy'];
  let proxy: BehindFaults['proxy'];
  let world: BehindFaults['world'];
  let close: BehindFaults['close'];
  beforeAll(async () => {
    ({ scimmy, proxy, world, close } = await behindFaults({ database: 'postgres' }));
  });
  afterAll(() => close());
  const aGroup = () => scimmy.make('Groups', { displayName: randomUUID() });
  const groups = (count: number) => Promise.all(Array.from({ length: count }, aGroup));
  const isActive = async (target: ReturnType<typeof aTarget>) =>
    (await accountsOf(scimmy, target)).map(({ active }) => active);

  it('makes one account for grants that come at once', async () => {
    const [target, all] = [aTarget(), await groups(6)];
    const before = proxy.calls.length;
    await Promise.all(all.map((group) => world.system.grant(anEffect(target, group))));
    const [account, ...more] = await accountsOf(scimmy, target);
    expect(more).toEqual([]);
    for (const group of all) expect(await membersOf(scimmy, group)).toEqual([account?.id]);
    expect(proxy.calls.slice(before).filter((call) => call === 'POST /Users')).toHaveLength(1);
  });

  it('takes an account that somebody else made meanwhile for a found one', async () => {
    const [target, group] = [aTarget(), await aGroup()];
    const held = proxy.hold('POST /Users', 'before');
    const granted = world.system.grant(anEffect(target, group));
    await held.arrived;
    const id = await scimmy.make('Users', { userName: 'theirs', externalId: target.objectId, active: true });
    held.release();
    await granted;
    expect(await membersOf(scimmy, group)).toEqual([id]);
    await world.system.revoke(anEffect(target, group, isLast));
    expect(await isActive(target)).toEqual([true]);
  });

  it('sets no account inactive for which something became wanted before that was announced', async () => {
    const [target, [one = '', other = '']] = [aTarget(), await groups(2)];
    await world.system.grant(anEffect(target, one));
    let granted: Promise<unknown> = Promise.resolve();
    const isLastOfTarget = async () => {
      granted = world.system.grant(anEffect(target, other));
      return false;
    };
    await world.system.revoke(anEffect(target, one, { isLastOfTarget }));
    await granted;
    expect(await isActive(target)).toEqual([true]);
    expect([await membersOf(scimmy, one), (await membersOf(scimmy, other)).length]).toEqual([[], 1]);
  });

  it('announces before it asks: what is granted while it asks is active in the end', async () => {
    const [target, [one = '', other = '']] = [aTarget(), await groups(2)];
    await world.system.grant(anEffect(target, one));
    let granted: Promise<unknown> = Promise.resolve();
    // True as it was when it was asked; the grant is wanted just after that.
    const isLastOfTarget = async () => {
      granted = world.system.grant(anEffect(target, other));
      await Promise.race([granted, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      return true;
    };
    await world.system.revoke(anEffect(target, one, { isLastOfTarget }));
    await granted;
    expect(await isActive(target)).toEqual([true]);
    expect(await membersOf(scimmy, other)).toHaveLength(1);
  });

  it('sets an account active again for what became wanted while it was being set inactive', async () => {
    const [target, [one = '', other = '']] = [aTarget(), await groups(2)];
    await world.system.grant(anEffect(target, one));
    const held = proxy.hold('PATCH /Users/', 'before');
    const revoked = world.system.revoke(anEffect(target, one, isLast));
    await held.arrived;
    const granted = world.system.grant(anEffect(target, other));
    held.release();
    await Promise.all([revoked, granted]);
    expect(await isActive(target)).toEqual([true]);
    expect(await membersOf(scimmy, other)).toHaveLength(1);
  });

  it('grants once more where an account is set inactive behind its back', async () => {
    const [target, [one = '', other = '']] = [aTarget(), await groups(2)];
    await world.system.grant(anEffect(target, one));
    const held = proxy.hold('PATCH /Groups/', 'after');
    const granted = world.system.grant(anEffect(target, other));
    await held.arrived;
    await world.system.revoke(anEffect(target, one, isLast));
    expect(await isActive(target)).toEqual([false]);
    held.release();
    await granted;
    expect(await isActive(target)).toEqual([true]);
  });

  it('ends as what is wanted, whatever comes at once (random order)', async () => {
    for (let round = 0; round < 12; round += 1) {
      const [target, all] = [aTarget(), await groups(3)];
      const wanted = new Set<string>();
      const change = async (group: string): Promise<void> => {
        const what = wanted.has(group) ? 'revoke' : 'grant';
        if (what === 'grant') wanted.add(group);
        else wanted.delete(group);
        const isLastOfTarget = () => Promise.resolve(wanted.size === 0);
        await carriedOut(what, world.system, anEffect(target, group, { isLastOfTarget }));
      };
      const twice = async (group: string): Promise<void> => {
        await change(group);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
        if (group !== all[round % 3]) await change(group);
      };
      await Promise.all(all.map(twice));
      const [account] = await accountsOf(scimmy, target);
      for (const group of all) expect(await membersOf(scimmy, group)).toEqual(wanted.has(group) ? [account?.id] : []);
      expect(account?.active).toBe(wanted.size > 0);
    }
  });
});
