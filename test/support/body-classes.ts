import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bodyTypeOf } from '../../src/platform/beta/bodies.js';
import { typeNameOf } from '../../src/platform/edm/type-names.js';
import { declaredMembers } from '../../src/platform/edm/declared-members.js';
import { unheededMembers } from '../../src/platform/edm/member-classes.js';
import { betaShapeOf, kindsOf } from '../../src/platform/http/member-index.js';
import { derivedTypes } from '../../src/platform/edm/members.js';
import type { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';

export type Class = abstract new () => object;
type Routes = Iterable<
  Pick<
    ReturnType<DescribedRoutes['byKey']> extends ReadonlyMap<string, infer R> ? R : never,
    'body' | 'method' | 'path'
  >
>;

export interface BodyEntry {
  readonly type: Class;
  readonly heeded: readonly string[];
  readonly passedOver: readonly string[];
  readonly refused: readonly string[];
}

export interface Bodies {
  readonly bodies: readonly (BodyEntry & { readonly operations: readonly string[] })[];
  readonly parts: readonly (BodyEntry & { readonly names: readonly string[]; readonly dialect: 'v1.0' | 'beta' })[];
}

interface MembersPage {
  bodiesOf(routes: Routes, model: object): Bodies;
  withMembers(page: string, bodies: Bodies): string;
  namesOf(type: Class, model: object): string[];
}

const root = join(import.meta.dirname, '../..');
const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(root, path)).href)) as T;

/** The functions by which classes tell what they declare. */
const model = { betaShapeOf, bodyTypeOf, declaredMembers, derivedTypes, kindsOf, typeNameOf, unheededMembers };

/** What becomes of every member of every body, as docs/compatibility.md prints it. */
export async function bodyClasses(routes: Routes) {
  const page = await load<MembersPage>('scripts/lib/members-page.mjs');
  return {
    ...page.bodiesOf(routes, model),
    printedInto: (text: string, bodies: Bodies) => page.withMembers(text, bodies),
    namesOf: (type: Class) => page.namesOf(type, model),
  };
}

type Types = ReadonlyMap<string, { readonly base?: string; readonly members: readonly { readonly name: string }[] }>;

/** The parts of Graph's metadata of v1.0 that are kept here. */
export const graphsMetadata = [
  'entitlement-management.csdl.xml',
  'service-principal.csdl.xml',
  'role-management.csdl.xml',
] as const;

/** The members of Graph's types in a dialect, inherited ones too; undefined for a type that it does not have. */
export async function graphMembers(): Promise<(dialect: 'v1.0' | 'beta', name: string) => string[] | undefined> {
  const { parseCsdl } = await load<{ parseCsdl(text: string): { types: Types } }>('scripts/lib/csdl.mjs');
  const typesIn = (file: string) => [...parseCsdl(readFileSync(join(root, 'test/contract', file), 'utf8')).types];
  const types: Types = new Map(graphsMetadata.flatMap(typesIn));
  const betas = JSON.parse(readFileSync(join(root, 'test/contract/beta-members.json'), 'utf8')) as Record<
    string,
    { base?: string; members: string[] }
  >;
  const inV1 = (name: string): string[] | undefined => {
    const type = types.get(name.startsWith('microsoft.graph.') ? name : `microsoft.graph.${name}`);
    return type && [...type.members.map((member) => member.name), ...((type.base && inV1(type.base)) || [])];
  };
  const inBeta = (name: string): string[] | undefined => {
    const type = betas[name];
    return type && [...type.members, ...((type.base && inBeta(type.base)) || [])];
  };
  return (dialect, name) => (dialect === 'v1.0' ? inV1(name) : inBeta(name));
}
