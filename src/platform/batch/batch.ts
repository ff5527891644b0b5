import { z } from 'zod';
import { DomainError } from '../errors/domain-error.js';
import { type BodyLimits, ofOneCall } from '../http/json-body.js';

export const mostParts = 20;
/** How many parts are carried out at a time, and what all answers may weigh before further reads are put off. */
export const partsAtOnce = 4;
export const mostAnswerBytes = 8 * 1024 * 1024;
const membersBesideBody = 32;
const levelsAbovePart = 3;

/** A batch may be as large as its parts together; each part is held to the limits of one call when it is carried out. */
export const ofABatch: BodyLimits = {
  bytes: mostParts * ofOneCall.bytes,
  members: mostParts * (ofOneCall.members + membersBesideBody),
  depth: ofOneCall.depth + levelsAbovePart,
};

/** Headers of a part beyond these say nothing, and each costs something. */
const mostHeaders = 64;

const headers = z
  .record(z.string().max(128), z.string().max(8_192))
  .refine((all) => Object.keys(all).length <= mostHeaders, `Too many: a part has ${mostHeaders} headers at most`)
  .meta({ maxProperties: mostHeaders });

const part = z.strictObject({
  id: z.string().min(1).max(64),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
  url: z.string().min(1).max(8_192),
  headers: headers.nullish(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string().max(64)).max(mostParts).nullish(),
});

const batch = z.strictObject({ requests: z.array(part).min(1).max(mostParts) });

/** A batch as JSON Schema has it. */
export const batchSchema = {
  ...z.toJSONSchema(batch, { io: 'input' }),
  examples: [
    {
      requests: [
        { id: '1', method: 'GET', url: '/users?$top=1' },
        { id: '2', method: 'GET', url: '/groups?$top=1', dependsOn: ['1'] },
      ],
    },
  ],
};

/** One call of a batch (Graph's JSON batching). */
export type BatchPart = z.infer<typeof part>;

/** The answer to one call of a batch. */
export interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Reads a batch; only its form is judged here, what a part asks for is judged when it is carried out. */
export function readBatch(body: unknown): BatchPart[] {
  const read = batch.safeParse(body);
  if (!read.success) {
    const faults = read.error.issues.slice(0, 5).map(({ path, message }) => `'${path.join('.')}': ${message}`);
    throw malformed(faults.join('; '));
  }
  const parts = read.data.requests;
  const ids = new Set(parts.map(({ id }) => id));
  if (ids.size < parts.length) throw malformed('two requests have the same id');
  const stray = parts.flatMap(({ dependsOn }) => dependsOn ?? []).find((id) => !ids.has(id));
  if (stray !== undefined) throw malformed(`a request depends on '${stray}', which is not in the batch`);
  inWaves(parts);
  return parts;
}

/** The parts in the order in which they can be carried out: each wave needs only those before it. */
export function inWaves(parts: readonly BatchPart[]): BatchPart[][] {
  const waves: BatchPart[][] = [];
  const done = new Set<string>();
  while (done.size < parts.length) {
    const wave = parts.filter(
      ({ id, dependsOn }) => !done.has(id) && (dependsOn ?? []).every((need) => done.has(need)),
    );
    if (wave.length === 0) throw malformed('requests depend on each other in a circle');
    wave.forEach(({ id }) => done.add(id));
    waves.push(wave);
  }
  return waves;
}

/** The part that this one waits for and that failed, if any. */
export const failedNeed = ({ dependsOn }: BatchPart, answers: ReadonlyMap<string, PartAnswer>): string | undefined =>
  dependsOn?.find((id) => (answers.get(id)?.status ?? 0) >= 400);

/**
 * The path and query of a part's url: relative to the version's root, or absolute under one of our own addresses.
 *
 * A relative one may name the batch's own version once more; under another version it leads elsewhere.
 */
export function pathOf(url: string, root: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) {
    return url.toLowerCase().startsWith(`${root.toLowerCase()}/`) ? url.slice(root.length) : undefined;
  }
  const path = url.startsWith('/') ? url : `/${url}`;
  const [named = ''] = /^\/(?:v1\.0|beta)(?=\/)/i.exec(path) ?? [];
  return root.toLowerCase().endsWith(named.toLowerCase()) ? path.slice(named.length) : undefined;
}

const malformed = (fault: string): DomainError =>
  new DomainError('BadRequest', `The batch is malformed: ${fault}. It takes 1 to ${mostParts} requests.`);
