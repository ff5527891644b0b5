import { DomainError } from '../errors/domain-error.js';
import { saidTwice } from './said-twice.js';

/** How large a body may be: its bytes, its members in all, and how deep they nest. */
export interface BodyLimits {
  readonly bytes: number;
  readonly members: number;
  readonly depth: number;
}

/** What a body may be where its route says nothing else (`@RouteConfig({ bodyLimits })`). */
export const ofOneCall: BodyLimits = { bytes: 64 * 1024, members: 2_000, depth: 32 };

/** What every object of JavaScript has already, such as `toString`: a member of that name would stand in its place. */
const forbidden = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

/**
 * Reads a request's body; what would cost more to look at than it is worth is refused before anybody does.
 *
 * No body is none, also where a header announces JSON: some clients always send that header.
 */
export function readJson(contentType: string, bytes: Buffer, limits = ofOneCall): unknown {
  if (bytes.length === 0) return undefined;
  requireUtf8(contentType);
  const text = decode(bytes);
  const value = parse(text);
  const twice = saidTwice(text, modestSize(value, limits));
  if (twice === undefined) return value;
  throw new DomainError('BadRequest', `The body says '${twice.slice(0, 200)}' twice in one object: send it once.`);
}

function requireUtf8(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new DomainError('UnsupportedMediaType', "Send the body as 'application/json' in UTF-8.");
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('BadRequest', 'The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DomainError('BadRequest', 'The body is not valid JSON.');
  }
}

/** How many members a body has in all, where that is not too many. */
function modestSize(root: unknown, limits: BodyLimits): number {
  let keys = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth) throw new DomainError('BadRequest', `The body nests deeper than ${limits.depth} levels.`);
    const objects = level.filter((value): value is object => typeof value === 'object' && value !== null);
    for (const object of objects) {
      const names = Object.keys(object);
      keys += names.length;
      const bad = names.find((name) => forbidden.has(name));
      if (bad) throw new DomainError('BadRequest', `The body holds a member named '${bad}', which is not allowed.`);
    }
    if (keys > limits.members) {
      throw new DomainError('BadRequest', `The body holds more than ${limits.members} members.`);
    }
    level = objects.flatMap((object) => Object.values(object) as unknown[]);
  }
  return keys;
}
