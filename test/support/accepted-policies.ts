import { pathIn } from '../../src/platform/beta/paths.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import {
  changing,
  creating,
  em,
  idOf,
  type Json,
  name,
  type Prepare,
  type Prepares,
  reference,
  type World,
} from './accepted-calls.js';
import { widestCallouts, widestPolicy } from './full-width.js';
import { anAdministrator } from './server.js';

const credentials = { credentialTypes: [{ credentialType: 'Employee', issuers: ['did:ion:one'] }] };
const path = `${em}/assignmentPolicies`;

/** Calls that write catalogs and packages. */
export async function acceptedOfPackages({ there, row }: World): Promise<Prepares> {
  const catalog = { id: (await there.aCatalog()).id };
  const [other, group] = [(await there.aPackage()).id, (await there.aGroup()).id];
  const ofCatalog = () => ({
    displayName: name(),
    description: 'One',
    state: 'unpublished',
    isExternallyVisible: true,
  });
  const ofPackage = () => ({ displayName: name(), description: 'One', isHidden: true, catalog });
  const aPackage = () => there.aPackage({ displayName: name(), catalog });
  const [catalogs, packages] = [`${em}/catalogs`, `${em}/accessPackages`];
  const links: Prepares = Object.fromEntries(
    [
      ['incompatibleAccessPackages', () => reference('accessPackages', other)] as const,
      ['incompatibleGroups', () => reference('groups', group)] as const,
    ].map(([link, body]) => [
      `POST accessPackages/{id}/${link}/$ref`,
      changing(`${packages}/{id}/${link}/$ref`, aPackage, body, row.accessPackage),
    ]),
  );
  return {
    'POST catalogs': creating(catalogs, ofCatalog, row.catalog),
    'PATCH catalogs/{id}': changing(
      `${catalogs}/{id}`,
      () => there.aCatalog(),
      (id) => ({ id, ...ofCatalog() }),
      row.catalog,
    ),
    'POST accessPackages': creating(packages, ofPackage, row.accessPackage),
    'PATCH accessPackages/{id}': changing(
      `${packages}/{id}`,
      aPackage,
      (id) => ({ id, ...ofPackage() }),
      row.accessPackage,
    ),
    ...links,
  };
}

/** Calls that write policies, as wide as can be in the shape of their dialect. */
export async function acceptedOfPolicies(world: World): Promise<Prepares> {
  const { there, row } = world;
  const catalog = { id: (await there.aCatalog()).id };
  const customExtensionStageSettings = await widestCallouts(world.server, catalog.id);
  const wide = { ...widestPolicy, customExtensionStageSettings, verifiableCredentialSettings: credentials };
  const aWideOne = async () =>
    there.aPolicy({ ...wide, accessPackage: { id: (await there.aPackage({ catalog })).id } });
  const inPlace = await aWideOne();
  const said = { 'v1.0': await saidIn('v1.0', inPlace.id, world), beta: await saidIn('beta', inPlace.id, world) };
  const of = (dialect: Dialect, { id, accessPackageId }: { id: string; accessPackageId: string }): Json => ({
    ...{ ...said[dialect], id, displayName: name() },
    accessPackage: { id: accessPackageId },
  });
  const changingOne: Prepare = async (dialect) => {
    const fresh = await aWideOne();
    return { path: `${path}/${fresh.id}`, body: of(dialect, fresh), stored: () => row.policy(fresh.id) };
  };
  return {
    'POST assignmentPolicies': (dialect) => {
      const { id: _, ...body } = of(dialect, inPlace);
      return Promise.resolve({ path, body, stored: (answer) => row.policy(idOf(answer)) });
    },
    'PUT assignmentPolicies/{id}': changingOne,
    'PATCH assignmentPolicies/{id}': changingOne,
  };
}

const given = [
  ...['@odata.context', 'createdDateTime', 'modifiedDateTime', 'createdBy', 'modifiedBy'],
  'accessPackageId',
];

/** What a policy says in a dialect, without what the server gave to it. */
async function saidIn(dialect: Dialect, id: string, { server }: World): Promise<Json> {
  const { body } = await server.as(anAdministrator).get(`/${dialect}/${pathIn(dialect, `${path}/${id}`)}`);
  const said = Object.fromEntries(Object.entries(body as Json).filter(([name]) => !given.includes(name)));
  const withoutIds = (items: unknown): Json[] => (items as Json[]).map(({ id: _, ...item }) => item);
  const questions = withoutIds(said['questions']);
  const customExtensionStageSettings = withoutIds(said['customExtensionStageSettings']);
  return { ...said, questions, customExtensionStageSettings, verifiableCredentialSettings: credentials };
}
