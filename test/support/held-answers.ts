import type { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { expectCollection, expectContract, expectRefusal, isDeclared } from './contract.js';
import { expectReadCollection, expectReadEntity, expectReadError } from './graph-sdk.js';

type Json = Record<string, unknown>;

/** Where the metadata of v1.0 is named, what of it, and whether it is one entity. */
const context = /\/v1\.0\/\$metadata#([\w/]+?)(?:\(.*\))?(\/\$entity)?$/s;

/**
 * Holds an answer of v1.0 against what Graph declares, member by member, and against what Microsoft's SDK reads.
 *
 * What it is, the answer itself says by `@odata.context`: every entity and every page does. In a batch every part's body
 * is held; refusals are held in every dialect.
 */
export const heldAgainst = (registry: ResourceRegistry) => {
  const types = new Map(registry.all.map(({ path, entityType }) => [path, entityType]));
  return async function hold(body: unknown): Promise<void> {
    if (typeof body !== 'object' || body === null) return;
    const { responses, error, '@odata.context': said } = body as Json;
    if (Array.isArray(responses)) for (const part of responses) await hold((part as Json)['body']);
    if (error) return expectReadRefusal(body);
    const [, path = '', isOne] = context.exec(typeof said === 'string' ? said : '') ?? [];
    const type = types.get(path);
    if (!type) return;
    if (isOne) await expectOne(type, body);
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
