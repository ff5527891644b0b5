import { randomUUID } from 'node:crypto';
import { behindFaults, type BehindFaults } from '../support/scim/behind-faults.js';
import { accountsOf as accountsIn, membersOf as membersIn } from '../support/scim/scimmy.js';
import { anEffect, aTarget, isLast } from '../support/scim/scim-world.js';

describe('SCIM out, to a server that is not ours', () => {
  let scimmy: BehindFaults['scimmy'];
  let proxy: BehindFaults['proxy'];
  let world: BehindFaults['world'];
  let close: BehindFaults['close'];
  beforeAll(async () => {
    ({ scimmy, proxy, world, close } = await behindFaults());
  });
  afterAll(() => close());

  const aGroup = () => scimmy.make('Groups', { displayName: `Group ${randomUUID()}` });
  const membersOf = (groupId: string) => membersIn(scimmy, groupId);
  const accountsOf = (target: { readonly objectId: string }) => accountsIn(scimmy, target);

  it('makes the account at the first grant, and no other at the next', async () => {
    const target = aTarget({ displayName: 'Ada "the \\ first"' });
    const groups = [await aGroup(), await aGroup()];
    for (const group of groups) await world.system.grant(anEffect(target, group));
    const [account, ...more] = await accountsOf(target);
    expect(more).toEqual([]);
    expect(account).toMatchObject({
      userName: target.userPrincipalName,
      displayName: target.displayName,
      active: true,
      emails: [{ value: target.mail }],
    });
    for (const group of groups) expect(await membersOf(group)).toEqual([account?.id]);
  });

  it('finds people by their externalId, else by their userName in any case, and makes nobody then', async () => {
    const [known, renamed] = [aTarget(), aTarget()];
    const group = await aGroup();
    const first = await scimmy.make('Users', { userName: 'somebody', externalId: known.objectId });
    const second = await scimmy.make('Users', { userName: renamed.userPrincipalName?.toUpperCase() });
    await world.system.grant(anEffect(known, group));
    // scimmy compares names with their case.
    const spelt = { ...renamed, userPrincipalName: renamed.userPrincipalName?.toUpperCase() ?? null };
    await world.system.grant(anEffect(spelt, group));
    expect(await membersOf(group)).toEqual([first, second]);
    expect(await accountsOf(renamed)).toEqual([]);
  });

  it('grants nothing to an account that is on record as somebody else’s', async () => {
    const [leaver, group] = [aTarget(), await aGroup()];
    await world.system.grant(anEffect(leaver, group));
    const namesake = aTarget({ userPrincipalName: leaver.userPrincipalName });
    await expect(world.system.grant(anEffect(namesake, await aGroup()))).rejects.toThrow(
      `on record as ${leaver.objectId}'s`,
    );
  });

  it('sets an account that it made inactive with the last grant, never deletes it, and active with the next', async () => {
    const [target, one, other] = [aTarget(), await aGroup(), await aGroup()];
    await world.system.grant(anEffect(target, one));
    await world.system.grant(anEffect(target, other));
    await world.system.revoke(anEffect(target, one));
    expect((await accountsOf(target)).map(({ active }) => active)).toEqual([true]);
    await world.system.revoke(anEffect(target, other, isLast));
    expect((await accountsOf(target)).map(({ active }) => active)).toEqual([false]);
    expect([await membersOf(one), await membersOf(other)]).toEqual([[], []]);
    await world.system.grant(anEffect(target, one));
    const [account] = await accountsOf(target);
    expect([account?.active, await membersOf(one)]).toEqual([true, [account?.id]]);
  });

  it('never sets an account inactive that it found', async () => {
    const [target, group] = [aTarget(), await aGroup()];
    await scimmy.make('Users', { userName: 'found', externalId: target.objectId, active: true });
    await world.system.grant(anEffect(target, group));
    await world.system.revoke(anEffect(target, group, isLast));
    expect((await accountsOf(target)).map(({ active }) => active)).toEqual([true]);
    expect(await membersOf(group)).toEqual([]);
  });

  it('revokes from an account that it never granted anything, and makes none for that', async () => {
    const [target, stranger, group] = [aTarget(), aTarget(), await aGroup()];
    const id = await scimmy.make('Users', { userName: `x${target.objectId}`, externalId: target.objectId });
    await scimmy.make('Groups', { displayName: 'x', members: [{ value: id }] });
    await world.system.revoke(anEffect(target, group, isLast));
    await world.system.revoke(anEffect(stranger, group, isLast));
    expect(await accountsOf(stranger)).toEqual([]);
  });

  it('comes to the same end when it is called again with the same effect', async () => {
    const [target, group] = [aTarget(), await aGroup()];
    const [granted, revoked] = [anEffect(target, group), anEffect(target, group, isLast)];
    for (const attempt of [1, 2, 3]) await world.system.grant({ ...granted, attempt });
    expect(await membersOf(group)).toHaveLength(1);
    for (const attempt of [1, 2, 3]) await world.system.revoke({ ...revoked, attempt });
    expect(await membersOf(group)).toEqual([]);
    expect((await accountsOf(target)).map(({ active }) => active)).toEqual([false]);
  });

  it('makes an account anew that somebody deleted', async () => {
    const [target, group, other] = [aTarget(), await aGroup(), await aGroup()];
    await world.system.grant(anEffect(target, group));
    const [account] = await accountsOf(target);
    await world.system.revoke(anEffect(target, group, isLast));
    await scimmy.remove('Users', account?.id ?? '');
    await world.system.grant(anEffect(target, other));
    const [again] = await accountsOf(target);
    expect(again?.id).not.toBe(account?.id);
    expect(await membersOf(other)).toEqual([again?.id]);
  });

  it('says that a group is gone, when it grants and when it revokes', async () => {
    const [target, group] = [aTarget(), await aGroup()];
    await world.system.grant(anEffect(target, group));
    await scimmy.remove('Groups', group);
    const reason = `wiki has no group '${group}' any more.`;
    await expect(world.system.grant(anEffect(target, group))).rejects.toMatchObject({ reason, isSystemAway: false });
    await expect(world.system.revoke(anEffect(target, group))).rejects.toMatchObject({ reason });
  });

  it('refuses an id that would lead elsewhere, and a role that a group does not have', async () => {
    const before = proxy.calls.length;
    await expect(world.system.read(anEffect(aTarget(), '..').resource)).rejects.toThrow("'..' is no id of SCIM");
    const role = { originId: 'owner', displayName: 'Owner' };
    await expect(world.system.grant(anEffect(aTarget(), 'g', { role }))).rejects.toThrow("and no 'owner'");
    expect(proxy.calls.length).toBe(before);
  });

  it('reads a group and the system itself, and their roles, page by page', async () => {
    const group = await aGroup();
    const { resource } = anEffect(aTarget(), group);
    expect(await world.system.read(resource)).toMatchObject({
      originId: group,
      displayName: expect.stringContaining('Group'),
    });
    expect(await world.system.read({ ...resource, originId: randomUUID() })).toBeNull();
    expect(await world.system.roles(resource)).toEqual([{ originId: 'member', displayName: 'Member' }]);
    while ((await scimmy.state()).groups.length < 205) await aGroup();
    const service = { ...resource, originId: 'service', displayName: 'Wiki' };
    expect(await world.system.read(service)).toEqual({ originId: 'service', displayName: 'Wiki' });
    const roles = await world.system.roles(service);
    const { groups } = await scimmy.state();
    expect(roles.map(({ originId }) => originId)).toEqual(['account', ...groups.map(({ id }) => id)]);
    expect(proxy.calls.filter((call) => call.includes('startIndex='))).toHaveLength(3);
  });

  it('grants an account alone, and a group as a role of the system', async () => {
    const [target, group] = [aTarget(), await aGroup()];
    const { resource } = anEffect(target, 'service');
    const alone = { resource, role: { originId: 'account', displayName: 'Account' } };
    await world.system.grant(anEffect(target, 'service', alone));
    const [account] = await accountsOf(target);
    expect(account?.active).toBe(true);
    const role = { originId: group, displayName: 'A group' };
    await world.system.grant(anEffect(target, 'service', { resource, role }));
    expect(await membersOf(group)).toEqual([account?.id]);
    await world.system.revoke(anEffect(target, 'service', { ...alone, ...isLast }));
    expect((await accountsOf(target)).map(({ active }) => active)).toEqual([false]);
  });

  it('asks for no member of a group', () => {
    const reads = proxy.calls.filter((call) => /^GET \/Groups/.test(call));
    expect(reads.length).toBeGreaterThan(3);
    expect(reads.filter((call) => !/attributes=id(%2CdisplayName)?(&|$)/.test(call))).toEqual([]);
  });
});
