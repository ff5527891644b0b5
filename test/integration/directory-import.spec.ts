import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DirectoryImport } from '../../src/directory/import/directory-import.js';
import { AppModule } from '../../src/app.module.js';
import { ImportModule } from '../../src/directory/import/import.module.js';
import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { Worker } from '../../src/platform/eventing/worker.js';
import { createDatabase } from '../support/postgres.js';
import { databases } from '../support/size.js';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(databases)('An import into the %s database', (kind) => {
  let context: INestApplicationContext;
  let drop: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    const postgres = kind === 'postgres' ? await createDatabase() : undefined;
    if (postgres) drop = () => postgres.drop();
    const place = postgres ? { DATABASE_URL: postgres.url } : { DATA_DIR: `memory://${randomUUID()}` };
    const config = new Config({ AUTH_MODE: 'development', ...place });
    context = await NestFactory.createApplicationContext(AppModule.with(config, [ImportModule]), { logger: false });
  });
  afterAll(async () => {
    await context.close();
    await drop();
  });

  const run = async (tenantId: string, lines: readonly (object | string)[]) => {
    const path = join(folder, `${randomUUID()}.jsonl`);
    writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    const wrong: string[] = [];
    const report = {
      progress: () => undefined,
      wrong: (line: number, text: string) => void wrong.push(`${line}: ${text}`),
    };
    return { summary: await context.get(DirectoryImport).run(tenantId, path, report), wrong };
  };
  const user = (members: object = {}) => {
    const id = randomUUID();
    return { type: 'user', id, displayName: 'Ada', userPrincipalName: `${id}@contoso.example`, ...members };
  };
  const usersOf = (tenantId: string) =>
    context.get(Database).client.directoryUser.findMany({ where: { tenantId }, include: { memberships: true } });

  it('takes people, groups, managers and members, whatever their order', async () => {
    const tenantId = randomUUID();
    const boss = user();
    const report = user({
      manager: { id: boss.id },
      userType: 'guest',
      mail: 'ada@fabrikam.example',
      jobTitle: 'Engineer',
    });
    const group = {
      type: 'group',
      id: randomUUID(),
      displayName: 'Sales',
      members: [report.id, { id: boss.id.toUpperCase() }],
    };
    const { summary, wrong } = await run(tenantId, [group, report, '', boss]);
    expect(wrong).toEqual([]);
    expect(summary).toEqual({
      users: { added: 2, changed: 0 },
      groups: { added: 1, changed: 0 },
      servicePrincipals: { added: 0, changed: 0 },
      managers: { added: 0, changed: 1 },
      sponsors: { added: 0, changed: 0 },
      members: { added: 2, changed: 0 },
      lines: 3,
      errors: 0,
    });
    const found = (await usersOf(tenantId)).find(({ id }) => id === report.id);
    expect(found).toMatchObject({
      managerId: boss.id,
      userType: 'Guest',
      mail: 'ada@fabrikam.example',
      accountEnabled: true,
    });
  });

  it('takes a member once whom a line names twice', async () => {
    const [tenantId, ada] = [randomUUID(), user()];
    const id = randomUUID();
    const members = [{ id: ada.id }, { id: ada.id.toUpperCase() }];
    const { wrong } = await run(tenantId, [ada, { type: 'group', id, displayName: 'Sales', members }]);
    expect(wrong).toEqual([]);
    expect(await usersOf(tenantId)).toMatchObject([{ memberships: [{ groupId: id, isDirect: true }] }]);
  });

  it('makes the groups that it names its own, and refuses by name one whose roles a package gives', async () => {
    const tenantId = randomUUID();
    const { client } = context.get(Database);
    const [person, other] = [user(), user()];
    const groups = ['free', 'given'].map((displayName) => ({ type: 'group', id: randomUUID(), displayName }));
    const [free, held] = groups.map(({ id }) => id) as [string, string];
    await run(tenantId, [person, other]);
    await client.directoryGroup.createMany({
      data: groups.map(({ id, displayName }) => ({ tenantId, id, displayName })),
    });
    await client.groupMember.create({ data: { tenantId, groupId: held, userId: person.id } });
    await givenByPackage(client, tenantId, held);
    const sent = groups.map((group) => ({ ...group, displayName: 'Imported', members: [other.id] }));
    const { summary, wrong } = await run(tenantId, sent);
    expect(wrong).toEqual([expect.stringContaining(`2: The group '${held}' is given by access packages ('Sales')`)]);
    expect(summary).toMatchObject({ groups: { added: 0, changed: 1 }, members: { added: 1, changed: 0 }, errors: 1 });
    const stored = await client.directoryGroup.findMany({ where: { tenantId }, include: { members: true } });
    const told = stored.map(({ id, displayName, source, members }) => [
      id,
      displayName,
      source,
      members.map(({ userId }) => userId),
    ]);
    expect(new Map(told.map(([id, ...more]) => [id, more]))).toEqual(
      new Map([
        [free, ['Imported', 'file', [other.id]]],
        [held, ['given', 'local', [person.id]]],
      ]),
    );
  });

  it('changes nothing the second time, and only what differs the third', async () => {
    const tenantId = randomUUID();
    const [boss, other] = [user(), user()];
    const report = user({ manager: boss.id, mail: 'ada@contoso.example', accountEnabled: false });
    const group = {
      type: 'group',
      id: randomUUID(),
      displayName: 'Sales',
      description: 'Sells',
      members: [boss.id, report.id],
    };
    const lines = [boss, other, report, group];
    await run(tenantId, lines);
    const before = await usersOf(tenantId);
    const none = { added: 0, changed: 0 };
    const again = await run(tenantId, lines);
    expect(again.summary).toMatchObject({ users: none, groups: none, managers: none, members: none, errors: 0 });
    expect(await usersOf(tenantId)).toEqual(before);
    const { id, userPrincipalName } = report;
    const third = await run(tenantId, [
      { type: 'user', displayName: 'Ada L.', userPrincipalName: userPrincipalName.toUpperCase(), manager: null },
      { type: 'group', id: group.id, displayName: 'Sales', members: [other.id, report.id] },
    ]);
    expect(third.summary).toMatchObject({
      users: { added: 0, changed: 1 },
      groups: none,
      managers: { added: 0, changed: 1 },
      members: { added: 1, changed: 1 },
    });
    const changed = (await usersOf(tenantId)).find((found) => found.id === id);
    expect(changed).toMatchObject({
      displayName: 'Ada L.',
      mail: 'ada@contoso.example',
      accountEnabled: false,
      managerId: null,
    });
    expect(changed?.memberships).toHaveLength(1);
  });

  it('gives groups exactly the groups that their lines name, in any order and in any case, and refuses one in itself', async () => {
    const tenantId = randomUUID();
    const person = user();
    const group = (members?: unknown[], id: string = randomUUID()) => ({
      type: 'group',
      id,
      displayName: 'Sales',
      members,
    });
    const [inner, other] = [group([person.id]), group()];
    const outer = group([inner.id.toUpperCase(), { id: other.id }, person.id]);
    const nested = async () => {
      const rows = await context.get(Database).client.nestedGroup.findMany({ where: { tenantId } });
      return rows.map(({ groupId, memberId }) => [groupId, memberId]);
    };
    const first = await run(tenantId, [outer, inner, other, person]);
    expect([first.wrong, first.summary.members]).toEqual([[], { added: 4, changed: 0 }]);
    expect((await nested()).sort()).toEqual(
      [
        [outer.id, inner.id],
        [outer.id, other.id],
      ].sort(),
    );
    const again = await run(tenantId, [outer, inner, other, person]);
    expect(again.summary.members).toEqual({ added: 0, changed: 0 });
    const circle = await run(tenantId, [group([outer.id, person.id], inner.id), group([inner.id], outer.id)]);
    expect([circle.wrong, circle.summary.errors]).toEqual([[], 0]);
    expect((await nested()).sort()).toEqual(
      [
        [inner.id, outer.id],
        [outer.id, inner.id],
      ].sort(),
    );
    const itself = await run(tenantId, [group([inner.id], inner.id)]);
    expect([itself.summary.errors, itself.wrong]).toEqual([1, [expect.stringContaining('a member of itself')]]);
    const stranger = randomUUID();
    const missing = await run(tenantId, [group([stranger], inner.id)]);
    expect([missing.summary.errors, missing.wrong]).toEqual([1, [expect.stringContaining(stranger)]]);
    // A line is the whole of what its group has, but for whom nobody knows.
    expect(await nested()).toEqual([[outer.id, inner.id]]);
  });

  it('tells once for a batch whom it called something else, so that their subjects follow', async () => {
    const tenantId = randomUUID();
    const [renamed, same, noSubject] = [user({ mail: 'old@contoso.example' }), user(), user()];
    await run(tenantId, [renamed, same, noSubject]);
    const { client } = context.get(Database);
    for (const { id: objectId } of [renamed, same]) {
      await client.subject.create({
        data: { tenantId, id: randomUUID(), objectId, displayName: 'Ada', createdAt: new Date() },
      });
    }
    await run(tenantId, [
      { ...renamed, displayName: 'Ada L.', mail: 'new@contoso.example' },
      same,
      { ...noSubject, displayName: 'Grace' },
    ]);
    await context.get(Worker).drain();
    const subjects = await client.subject.findMany({ where: { tenantId } });
    expect(subjects.find(({ objectId }) => objectId === renamed.id)).toMatchObject({
      displayName: 'Ada L.',
      email: 'new@contoso.example',
      principalName: renamed.userPrincipalName,
    });
    expect(subjects.find(({ objectId }) => objectId === same.id)).toMatchObject({ displayName: 'Ada', email: null });
    const told = await client.domainEvent.findMany({ where: { tenantId, name: 'directory.peopleUpdated' } });
    expect(told.map(({ payload }) => (payload as { userIds: string[] }).userIds.sort())).toEqual([
      [renamed.id, noSubject.id].sort(),
    ]);
  });

  it('gives people exactly the sponsors that their lines name, and never themselves', async () => {
    const tenantId = randomUUID();
    const [ada, grace, guest, alone] = [user(), user(), user({ userType: 'Guest' }), user()];
    const nobody = randomUUID();
    const sponsorsOf = async (userId: string) => {
      const rows = await context.get(Database).client.userSponsor.findMany({ where: { tenantId, userId } });
      return rows.map(({ sponsorId }) => sponsorId).sort();
    };
    const first = await run(tenantId, [
      { ...guest, sponsors: [ada.id, { id: grace.id }, nobody] },
      { ...alone, sponsors: [alone.id] },
      ...[ada, grace],
    ]);
    expect(first.wrong).toEqual([
      `1: The sponsor '${nobody}' is not in the directory.`,
      '2: somebody would be their own sponsor',
    ]);
    expect(first.summary).toMatchObject({ users: { added: 4 }, sponsors: { added: 2, changed: 0 } });
    expect(await sponsorsOf(guest.id)).toEqual([ada.id, grace.id].sort());
    const { displayName, userPrincipalName } = guest;
    const second = await run(tenantId, [
      { type: 'user', displayName, userPrincipalName: userPrincipalName.toUpperCase(), sponsors: [ada.id, alone.id] },
      grace,
    ]);
    expect(second.summary).toMatchObject({ sponsors: { added: 1, changed: 1 }, errors: 0 });
    expect(await sponsorsOf(guest.id)).toEqual([ada.id, alone.id].sort());
    await run(tenantId, [guest, { ...alone, sponsors: [] }]);
    expect(await sponsorsOf(guest.id)).toHaveLength(2);
  });

  it('writes nothing when a line is wrong, and says which', async () => {
    const tenantId = randomUUID();
    const ada = user();
    const { summary, wrong } = await run(tenantId, [
      ada,
      '{"type":"user",',
      '[]',
      { type: 'robot' },
      user({ displayname: 'x' }),
      user({ userPrincipalName: 'ada' }),
      user({ manager: 'boss' }),
      { ...user(), id: ada.id },
      { ...user(), userPrincipalName: ada.userPrincipalName.toUpperCase() },
      { type: 'group', displayName: 'No id' },
      user({ displayName: 'a\0' }),
    ]);
    expect(wrong.map((text) => text.split(':')[0])).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(wrong[6]).toContain('came on line 1 already');
    expect(summary).toMatchObject({ errors: 10, users: { added: 0 } });
    expect(await usersOf(tenantId)).toEqual([]);
  });

  it('takes the rest when some lines name nobody, or a principal name that is taken, or a circle', async () => {
    const tenantId = randomUUID();
    const known = user();
    await run(tenantId, [known]);
    const [a, b] = [user(), user()];
    const nobody = randomUUID();
    const { summary, wrong } = await run(tenantId, [
      { ...a, manager: b.id },
      { ...b, manager: a.id },
      user({ userPrincipalName: known.userPrincipalName }),
      user({ manager: nobody }),
      { type: 'group', id: randomUUID(), displayName: 'Sales', members: [nobody, a.id] },
    ]);
    expect(wrong.map((text) => Number(text.split(':')[0])).sort()).toEqual([2, 3, 4, 5]);
    expect(summary).toMatchObject({ users: { added: 3 }, managers: { changed: 1 }, members: { added: 1 }, errors: 4 });
  });

  it('finds applications by id, else by the application, and names those whose application another one has', async () => {
    const tenantId = randomUUID();
    const application = (members: object = {}) => ({
      ...{ type: 'servicePrincipal', id: randomUUID(), appId: randomUUID(), displayName: 'Payroll', ...members },
    });
    const [first, second] = [application(), application({ id: undefined })];
    const rows = async () => {
      const where = { tenantId };
      return context.get(Database).client.servicePrincipal.findMany({ where, orderBy: { displayName: 'asc' } });
    };
    const added = await run(tenantId, [first, second]);
    expect([added.wrong, added.summary.servicePrincipals]).toEqual([[], { added: 2, changed: 0 }]);
    const before = await rows();
    const again = await run(tenantId, [first, second]);
    expect([again.summary.servicePrincipals, await rows()]).toEqual([{ added: 0, changed: 0 }, before]);
    const renamed = await run(tenantId, [
      { ...first, displayName: 'A' },
      { ...second, appId: second.appId.toUpperCase(), displayName: 'B' },
    ]);
    expect(renamed.summary).toMatchObject({ servicePrincipals: { added: 0, changed: 2 }, errors: 0 });
    const taken = await run(tenantId, [application({ appId: first.appId }), application({ displayName: 'C' })]);
    expect(taken.summary).toMatchObject({ servicePrincipals: { added: 1, changed: 0 }, errors: 1 });
    expect(taken.wrong).toEqual([expect.stringMatching(/^1: Another service principal has this id, or/)]);
    const ids = [first.id, before.find(({ appId }) => appId === second.appId)?.id];
    expect((await rows()).map(({ id, displayName }) => [id, displayName])).toEqual([
      [ids[0], 'A'],
      [ids[1], 'B'],
      [expect.any(String), 'C'],
    ]);
    const twice = await run(tenantId, [application({ appId: first.appId }), first]);
    expect(twice.wrong).toEqual([expect.stringMatching(/^2: .*came on line 1 already/)]);
  });

  it('takes thousands of lines', async () => {
    const tenantId = randomUUID();
    const people = Array.from({ length: 2_300 }, () => user());
    const everybody = { type: 'group', id: randomUUID(), displayName: 'All', members: people.map(({ id }) => id) };
    const { summary } = await run(tenantId, [...people, everybody]);
    expect(summary).toMatchObject({ users: { added: 2_300 }, members: { added: 2_300 }, errors: 0 });
    const events = await context
      .get(Database)
      .client.domainEvent.findMany({ where: { tenantId }, select: { name: true } });
    expect(events).toHaveLength(5 + 1 + 1);
  });
});

/** A package that gives membership of a group, as the API would leave it. */
async function givenByPackage(client: Database['client'], tenantId: string, groupId: string): Promise<void> {
  const [catalogId, accessPackageId, resourceId, roleId, scopeId] = Array.from({ length: 5 }, () => randomUUID());
  const [now, displayName] = [new Date(), 'Sales'];
  const dates = { createdAt: now, modifiedAt: now };
  const ids = { catalogId: String(catalogId), accessPackageId: String(accessPackageId) };
  await client.catalog.create({ data: { tenantId, id: ids.catalogId, displayName, ...dates } });
  const inCatalog = { tenantId, catalogId: ids.catalogId, displayName, ...dates };
  await client.accessPackage.create({ data: { ...inCatalog, id: ids.accessPackageId } });
  const origin = { originSystem: 'AadGroup', originId: groupId };
  await client.catalogResource.create({ data: { ...inCatalog, id: String(resourceId), ...origin } });
  const part = { tenantId, resourceId: String(resourceId) };
  await client.resourceRole.create({
    data: { ...part, id: String(roleId), originId: `Member_${groupId}`, displayName: 'Member' },
  });
  await client.resourceScope.create({ data: { ...part, id: String(scopeId), originId: groupId, displayName: 'Root' } });
  const parts = { accessPackageId: ids.accessPackageId, roleId: String(roleId), scopeId: String(scopeId) };
  await client.resourceRoleScope.create({
    data: { tenantId, id: `${parts.roleId}_${parts.scopeId}`, ...parts, createdAt: now },
  });
}
