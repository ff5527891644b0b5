import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Resource } from './resource.js';

/**
 * Stands for everything that an entity declares: the same for the same members, whatever of them an answer shows.
 *
 * It is weak, as OData's are: two answers with the same tag may select other members.
 */
export function entityTag(resource: Resource, row: Readonly<Record<string, unknown>>): string {
  const { fields, inBeta } = resource.origin ?? resource;
  const all = [...Object.entries(fields), ...Object.entries(inBeta?.fields ?? {}).filter(([, { column }]) => column)];
  const members = Object.fromEntries(all.map(([name, field]) => [name, field.read(row) ?? null]));
  const text = canonicalize(JSON.parse(JSON.stringify(members))) ?? '';
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
