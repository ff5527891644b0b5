import { entitlements } from '../given.js';
import { anAdministrator, type TestServer } from '../server.js';
import type { Speaking } from './callers.js';
import { area, nowhere } from './reads.js';
import { type Cell, ok, type Outcome, type Row, unseen } from './rows.js';
import { seenBy } from './seen.js';
import { done, named, type Thing, type World } from './world.js';
import { changeOf } from './changes.js';

const kind = 'customWorkflowExtensions';
const catalogs = `/${area}catalogs`;

/** A custom extension of a catalog, as a body says it. */
export const anExtension = (displayName: string): Record<string, unknown> => ({
  '@odata.type': '#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension',
  displayName,
  endpointConfiguration: { '@odata.type': '#microsoft.graph.httpRequestEndpoint', targetUrl: 'https://a.example/' },
});

/** One in each of two catalogs, under the names of these. */
export async function addExtensions(server: TestServer, world: World): Promise<void> {
  for (const key of ['main', 'beside']) {
    const path = `${entitlements}/catalogs/${world.id('catalogs', key)}/${kind}`;
    const made = await done(server.as(anAdministrator).post(path, anExtension(named(key))));
    world.put(kind, key, made, { links: { catalog: [key] } });
  }
}

const places = (world: World, { key, id }: Thing) => ({
  path: `${catalogs}/${world.id('catalogs', key)}/${kind}/${id}`,
  nowhere: `${catalogs}/${nowhere}/${kind}/${nowhere}`,
});

/** What is sent to an extension, and what it comes to for those who may. */
const toExtensions = (comesTo: Outcome, body?: object, rest = ''): Row => ({
  operation: 'catalogs.write',
  cells: (world) =>
    world.of(kind).map((thing): Cell => {
      const at = places(world, thing);
      return {
        ...{ about: thing.key, path: `${at.path}${rest}`, nowhere: { path: `${at.nowhere}${rest}` } },
        ...(body ? { body } : {}),
        comesTo: (caller) => changeOf(world, caller, thing, comesTo),
      };
    }),
});

const one: Row = {
  operation: 'entitlements.read',
  kind,
  cells: (world) =>
    world.of(kind).map((thing): Cell => {
      const at = places(world, thing);
      const comesTo = (caller: Speaking) => (seenBy(world, caller, kind).includes(thing) ? ok(200, thing) : unseen);
      return { about: thing.key, path: at.path, nowhere: { path: at.nowhere }, comesTo };
    }),
};

const another: Row = {
  operation: 'catalogs.write',
  cells: (world) =>
    ['main', 'beside', 'elsewhere'].map((key): Cell => {
      const there = world.get('catalogs', key);
      const body = anExtension('New');
      return {
        ...{ about: `new in ${key}`, path: `${catalogs}/${there.id}/${kind}`, body },
        nowhere: { path: `${catalogs}/${nowhere}/${kind}`, body },
        comesTo: (caller) => changeOf(world, caller, there, ok(201), kind),
      };
    }),
};

const place = `${catalogs}/:id/${kind}`;

/** The routes of custom extensions, which stand behind their catalogs. */
export const ofExtensions: Readonly<Record<string, Row>> = {
  [`GET ${place}/:extensionId`]: one,
  [`POST ${place}`]: another,
  [`PUT ${place}/:extensionId`]: toExtensions(ok(200), anExtension('Replaced')),
  [`PATCH ${place}/:extensionId`]: toExtensions(ok(200), { description: 'Changed.' }),
  [`DELETE ${place}/:extensionId`]: toExtensions(ok(204)),
  [`POST ${place}/:extensionId/rotateSecret`]: toExtensions(ok(200), undefined, '/rotateSecret'),
};
