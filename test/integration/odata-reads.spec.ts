import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Config } from '../../src/platform/config/config.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { ListQuery } from '../../src/platform/odata/list.query.js';
import { ODataModule } from '../../src/platform/odata/odata.module.js';
import { toOne } from '../../src/platform/odata/resource.js';
import { TimeModule } from '../../src/platform/time/time.module.js';
import {
  anApplication,
  aUser,
  idOf,
  idsOf,
  openODataWorld,
  type ODataWorld,
  otherTenant,
  packages,
  requests,
  shelves,
  valuesOf,
} from '../support/odata-world.js';

let world: ODataWorld;

const [ann, bob] = [aUser(idOf(20)), aUser(idOf(21))];
const context = (text: string) => `http://host/v1.0/$metadata#${text}`;

beforeAll(async () => {
  world = await openODataWorld('embedded');
  await world.addShelf(idOf(50));
  await world.addShelf(idOf(50), otherTenant);
  await world.addPackage({ id: idOf(30), catalogId: idOf(50), displayName: 'Sales' });
  await world.addPackage({ id: idOf(30), catalogId: idOf(50), displayName: 'Theirs', tenantId: otherTenant });
  await world.addRequests([
    { id: idOf(101), targetId: ann.objectId, policyVersion: 3 },
    { id: idOf(102), targetId: bob.objectId, policyVersion: 1 },
    { id: idOf(103), targetId: ann.objectId, policyVersion: 2 },
    { id: idOf(104), targetId: ann.objectId, accessPackageId: idOf(39) },
    { id: idOf(101), targetId: ann.objectId, policyVersion: 9, tenantId: otherTenant },
  ]);
});
afterAll(() => world.close());

describe('A collection', () => {
  it("holds the rows of the caller's tenant that the caller may see", async () => {
    expect(idsOf(await world.list(requests, ''))).toEqual([101, 102, 103, 104].map(idOf));
    expect(idsOf(await world.list(requests, '', ann))).toEqual([101, 103, 104].map(idOf));
    expect(idsOf(await world.list(requests, '$filter=true or true', bob))).toEqual([idOf(102)]);
    expect(idsOf(await world.list(requests, `$filter=id in (${idOf(101)},${idOf(102)})`, bob))).toEqual([idOf(102)]);
    expect(idsOf(await world.list(requests, '', anApplication(otherTenant)))).toEqual([idOf(101)]);
    expect(idsOf(await world.list(requests, '', { ...ann, objectId: idOf(22) }))).toEqual([]);
  });

  it("can be narrowed to a parent's members", async () => {
    const within = { accessPackageId: { equals: idOf(30) } };
    const answer = await world.list(requests, '$filter=version gt 1', ann, '/packages/x/requests', within);
    expect(idsOf(answer)).toEqual([101, 103].map(idOf));
  });

  it('shows every declared member, with dates in UTC', async () => {
    const answer = await world.list(requests, '$top=1', ann);
    expect(answer['@odata.context']).toBe(context('requests'));
    expect(valuesOf(answer)).toEqual([
      {
        id: idOf(101),
        kind: 'adminAdd',
        state: 'submitted',
        note: null,
        targetId: ann.objectId,
        version: 3,
        isChecked: false,
        startDateTime: null,
        createdDateTime: '2026-01-01T00:00:00.000Z',
        lasts: null,
        answers: [],
        window: null,
      },
    ]);
  });

  it('shows what links lead to, and null where nothing is', async () => {
    const query = `$expand=pack($select=displayName)&$select=id&$filter=version ne 1 or pack/id eq null`;
    const answer = await world.list(requests, query, ann);
    expect(answer['@odata.context']).toBe(context('requests(id,pack(displayName))'));
    expect(valuesOf(answer)).toEqual([
      { id: idOf(101), pack: { displayName: 'Sales' } },
      { id: idOf(103), pack: { displayName: 'Sales' } },
      { id: idOf(104), pack: null },
    ]);
  });

  it('shows the members of an expanded collection that the caller may see', async () => {
    const members = async (options: string, caller = ann) => {
      const [pack] = valuesOf(await world.list(packages, `$expand=requests${options}`, caller));
      return idsOf({ value: pack?.['requests'] });
    };
    expect(await members('')).toEqual([101, 103].map(idOf));
    expect(await members('', anApplication())).toEqual([101, 102, 103].map(idOf));
    expect(await members('', anApplication(otherTenant))).toEqual([idOf(101)]);
    expect(await members('($filter=version gt 2)')).toEqual([idOf(101)]);
    expect(await members('($orderby=version)')).toEqual([103, 101].map(idOf));
    expect(await members('($orderby=version;$top=1)')).toEqual([idOf(103)]);
    expect(await members(`($filter=targetId eq ${bob.objectId})`)).toEqual([]);
  });

  it('shows every link for a star', async () => {
    const [pack] = valuesOf(await world.list(packages, '$expand=*', bob));
    expect(pack).toMatchObject({ displayName: 'Sales', catalog: { id: idOf(50) }, requests: [{ id: idOf(102) }] });
    expect(valuesOf(await world.list(shelves, '$expand=packages($select=displayName)'))).toEqual([
      { id: idOf(50), displayName: idOf(50), packages: [{ displayName: 'Sales' }] },
    ]);
  });
});

describe('An entity', () => {
  it('is answered to those who may see it', async () => {
    const answer = await world.get(requests, idOf(101), '$select=id,version&$expand=pack($select=id)', ann);
    expect(answer).toEqual({
      '@odata.context': `${context('requests(id,version,pack(id))')}/$entity`,
      id: idOf(101),
      version: 3,
      pack: { id: idOf(30) },
    });
    expect(await world.get(requests, idOf(101).toUpperCase(), '', ann)).toHaveProperty('id', idOf(101));
    expect(await world.get(requests, idOf(101), '', anApplication(otherTenant))).toHaveProperty('version', 9);
  });

  it('does not exist for anybody else', async () => {
    const absent = [
      world.get(requests, idOf(101), '', bob),
      world.get(requests, idOf(102), '', anApplication(otherTenant)),
      world.get(requests, idOf(999)),
      world.get(requests, 'no-guid'),
      world.get(requests, ''),
    ];
    for (const answer of absent) await expect(answer).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });

  it('takes $select and $expand only', async () => {
    await expect(world.get(requests, idOf(101), '$filter=true')).rejects.toMatchObject({ code: 'InvalidFilter' });
  });
});

describe('The module', () => {
  const started = (resources: Parameters<typeof ODataModule.with>[0]) => {
    const config = ConfigModule.with(new Config({ DATA_DIR: 'memory://module' }));
    const imports = [config, DatabaseModule, TimeModule, CqrsModule.forRoot(), ODataModule.with(resources)];
    return Test.createTestingModule({ imports }).compile();
  };

  it('answers queries on the bus', async () => {
    const app = await (await started([requests, packages, shelves])).init();
    const asked = {
      caller: anApplication(),
      base: 'http://host/v1.0',
      dialect: 'v1.0' as const,
      path: '/packages',
      query: '',
    };
    expect(await app.get(QueryBus).execute(new ListQuery(packages, asked))).toHaveProperty('value', []);
    await app.close();
  });

  it('does not start with a link that leads nowhere', async () => {
    const stray = { ...packages, name: 'strays', links: { owner: toOne('nobody') } };
    await expect(started([stray])).rejects.toThrow("'owner' of resource 'strays' leads to 'nobody'");
  });
});
