import { pathIn } from '../../../src/platform/beta/paths.js';
import type { Dialect } from '../../../src/platform/beta/names.js';
import type { Operation } from '../../../src/platform/auth/permissions.js';
import type { Answer, Speaking } from './callers.js';
import type { Thing, World } from './world.js';

/** What a call is to come to: a status with the code of a refusal, or with what is shown. */
export interface Outcome {
  readonly status: number;
  readonly code?: string;
  readonly shows?: readonly Thing[];
}

/** One call, the same for everybody, and what it comes to for each. */
export interface Cell {
  /** What it is about, in the words of the world. */
  readonly about: string;
  /** In v1.0's names, without the version. */
  readonly path: string;
  /** Whether the path is whole, for whoever runs or explores the server: it has no version. */
  readonly isOperational?: true;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  /** Whether it changes nothing, though it is let through. */
  readonly isDry?: true;
  /** For those whom the permission of the row lets through. */
  readonly comesTo: (caller: Speaking) => Outcome;
  /** The same call about what is nowhere: who is answered 404 cannot tell the two apart. */
  readonly nowhere?: { readonly path: string; readonly body?: object };
}

/** A route as the matrix knows it: which operation it needs, and the calls that are made of it. */
export interface Row {
  /** `anybody` needs no token, `anyCaller` any good one. */
  readonly operation: Operation | 'anybody' | 'anyCaller';
  /** Of which kind it shows things. */
  readonly kind?: string;
  /** Whether it changes nothing, though it is no GET. */
  readonly isRead?: true;
  readonly cells: (world: World) => readonly Cell[];
}

export const ok = (status: number, ...shows: Thing[]): Outcome => ({ status, shows });
export const refused = (status: number, code: string): Outcome => ({ status, code });
/** Nothing that the caller may know of: it is answered like what is nowhere. */
export const unseen = refused(404, 'ResourceNotFound');
/** Nothing is there, which the caller may know. */
export const absent = refused(404, 'ResourceNotFound');
export const forbidden = refused(403, 'UnAuthorized');

/** What a row comes to before anything of the world is asked; undefined where the call is let through. */
export function atTheDoor({ operation }: Row, caller: Speaking): Outcome | undefined {
  if (operation === 'anybody') return undefined;
  if (caller.name === 'nobody') return refused(401, 'InvalidAuthenticationToken');
  if (caller.name === 'disabled') return forbidden;
  return operation === 'anyCaller' || caller.mayDo(operation) ? undefined : forbidden;
}

/** The address of a call in a dialect. */
export const addressIn = (dialect: Dialect, { path, isOperational }: Pick<Cell, 'path' | 'isOperational'>): string =>
  isOperational ? path : `/${dialect}${pathIn(dialect, path)}`;

/** An outcome in a word or two: what a matrix shows of it. */
export const wordsOf = ({ status, code, shows }: Outcome): string =>
  [status, code, ...(shows ?? []).map(({ key }) => key).sort()].filter((part) => part !== undefined).join(' ');

/** The same of what was answered; what is in no world stands there by its id. */
export function wordsIn(world: World, kind: string | undefined, { status, body }: Answer): string {
  if (status >= 400) return [status, body?.error?.code].join(' ');
  if (kind === undefined || status !== 200) return String(status);
  const rows: Shown[] = Array.isArray(body?.value) ? body.value : body?.id === undefined ? [] : [body];
  const known = new Map(world.of(kind === 'policyRequirements' ? 'assignmentPolicies' : kind).map(byId));
  return [status, ...rows.map(({ id, policyId }) => known.get(id ?? policyId ?? '') ?? id).sort()].join(' ');
}

interface Shown {
  readonly id?: string;
  readonly policyId?: string;
}

const byId = ({ id, key }: Thing) => [id, key] as const;
