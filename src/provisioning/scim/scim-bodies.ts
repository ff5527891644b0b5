import { z } from 'zod';
import { ProvisioningError } from '../provisioner.js';

const member = z.string().optional().catch(undefined);

/** The members of a resource or an error that are looked at; all others are passed over, and so is one of another type. */
const body = z.object({
  id: member,
  externalId: member,
  userName: member,
  displayName: member,
  active: z.boolean().optional().catch(undefined),
  detail: member,
  scimType: member,
  meta: z.object({ version: member }).optional().catch(undefined),
});

const list = z.object({ totalResults: z.number().int().min(0), Resources: z.array(body).default([]) });

export type ScimBody = z.output<typeof body>;
export type ScimList = z.output<typeof list>;

export const scimBodyOf = (text: string): ScimBody | undefined => body.safeParse(parsed(text)).data;

export const scimListOf = (text: string): ScimList | undefined => list.safeParse(parsed(text)).data;

export const idOf = (one: ScimBody | undefined): string | undefined =>
  one?.id !== undefined && isId(one.id) ? one.id : undefined;

/** A condition of a filter; the value is a JSON text there (RFC 7644, 3.4.2.2). */
export const equals = (attribute: string, value: string): string => `${attribute} eq ${JSON.stringify(value)}`;

/** The address of one resource; an id that would lead elsewhere is refused. */
export function addressOf(endpoint: 'Users' | 'Groups', id: string): string {
  if (!isId(id)) throw new ProvisioningError(`'${id.slice(0, 100)}' is no id of SCIM.`);
  return `/${endpoint}/${encodeURIComponent(id)}`;
}

const isId = (id: string): boolean => id !== '' && id !== '.' && id !== '..' && id.length <= 1_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
