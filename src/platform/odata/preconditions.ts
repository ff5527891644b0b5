import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Query } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Caller } from '../auth/caller.js';
import { DomainError } from '../errors/domain-error.js';
import type { Resource } from './resource.js';

/** Whose tag `If-Match` is compared with on a route. */
export interface Conditional {
  readonly resource: Resource;
  /** Where the address names the entity by other than its id: asks which one it means. */
  readonly find?: (caller: Caller, key: string) => Query<{ readonly id: string }>;
}

export const conditional = 'conditional';

/** Lets a PUT, PATCH or DELETE be asked for on the condition that the entity is as it was read (`If-Match`). */
export const HonoursIfMatch = (resource: Resource, find?: Conditional['find']) =>
  applyDecorators(
    SetMetadata(conditional, { resource, find } satisfies Conditional),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description:
        'Carries the call out only while the entity has one of these tags (`ETag` of an answer), or is there at all (`*`).',
      schema: { type: 'string' },
    }),
  );

const wellFormed = /^\s*(?:\*|(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*)\s*$/;

/** Whether one of the tags that a header names is this one; `*` is any. A tag is the same with `W/` and without. */
export function names(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  return [...header.matchAll(/"[^"]*"/g)].some(([opaque]) => opaque === tag.replace(/^W\//, ''));
}

/** The header that makes a call depend on an entity's tag; undefined when it was not sent. */
export function preconditionIn(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && wellFormed.test(value)) return value;
  throw new DomainError('BadRequest', `${name} is '*', or entity tags in quotes as an answer's ETag had them.`);
}
