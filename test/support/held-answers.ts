import type { Dialect } from '../../src/platform/beta/names.js';
import type { Resource } from '../../src/platform/odata/resource.js';
import { expectCollection, expectContract, expectRefusal, isDeclared } from './contract.js';
import { readCsdl } from './csdl.js';
import { heldByDeclaration } from './declared-answers.js';
import { expectReadCollection, expectReadEntity, expectReadError } from './graph-sdk.js';

type Json = Record<string, unknown>;

/** The resources that a dialect has, as the server's registry answers them. */
interface Registered {
  in(dialect: Dialect): { readonly all: readonly Pick<Resource, 'path' | 'entityType'>[] };
}

/** Which version's metadata is named, what of it, and whether it is one entity. */
const context = /\/(v1\.0|beta)\/\$metadata#(Collection\([\w.]+\)|[\w/]+?)(?:\(.*\))?(\/\$entity)?$/s;

/**
 * Holds an answer of v1.0 against what Graph declares, member by member, and against what Microsoft's SDK reads;
 * one of beta against what the server itself declares there (`$metadata`).
 *
 * What it is, the answer itself says by `@odata.context`: every entity and every page does. In a batch every part's body
 * is held; refusals are held in every dialect.
 */
export const heldAgainst = (registry: Registered, betaMetadata: () => Promise<string>) => {
  const typesIn = (dialect: Dialect) =>
    new Map(registry.in(dialect).all.map(({ path, entityType }) => [path, entityType]));
  const types: Readonly<Record<string, ReadonlyMap<string, string>>> = {
    'v1.0': typesIn('v1.0'),
    beta: typesIn('beta'),
  };
  let declared: Promise<ReturnType<typeof heldByDeclaration>> | undefined;
  return async function hold(body: unknown): Promise<void> {
    if (typeof body !== 'object' || body === null) return;
    const { responses, error, '@odata.context': said } = body as Json;
    if (Array.isArray(responses)) for (const part of responses) await hold((part as Json)['body']);
    if (error) return expectReadRefusal(body);
    const [, version = '', path = '', isOne] = context.exec(typeof said === 'string' ? said : '') ?? [];
    const type = types[version]?.get(path);
    if (!type) return;
    if (version === 'beta') {
      declared ??= betaMetadata().then((text) => heldByDeclaration(readCsdl(text)));
      const holdBeta = await declared;
      if (isOne) holdBeta(`graph.${type}`, body);
      else holdBeta(`Collection(graph.${type})`, (body as Json)['value']);
    } else if (isOne) await expectOne(type, body);
    else await expectMany(type, body as { value: object[] });
  };
};

async function expectReadRefusal(body: object): Promise<void> {
  expectRefusal(body);
  await expectReadError(body);
}

async function expectOne(type: string, body: object): Promise<void> {
  if (isDeclared(type)) expectContract(type, body);
  await expectReadEntity(type, body);
}

async function expectMany(type: string, body: { value: object[] }): Promise<void> {
  if (isDeclared(type)) expectCollection(type, body);
  await expectReadCollection(type, body);
}
