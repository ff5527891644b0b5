import { DomainError, type RefusalCode } from '../errors/domain-error.js';
import { HandedIn } from '../handed-in.js';
import { longestEmbeddedReadMillis, outOfTime, tookTooLong } from './deadline.js';

/** What a broken unique key means to the caller, by table. */
export const conflicts = new HandedIn<Readonly<Record<string, readonly [RefusalCode, string]>>>(
  'what its unique keys mean',
);
const anyConflict = ['DuplicateKey', 'Another object already has this id or name: choose another one.'] as const;

/** What a broken unique key of a table is to the caller. */
export const conflictOn = (table: string): DomainError => new DomainError(...(conflicts.get()[table] ?? anyConflict));

const outageCodes = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TlsConnectionError'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...[
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '08007',
    '40003',
    '57P01',
    '57P02',
    '57P03',
    '57014',
    '53300',
    '55P03',
    '25006',
    '25P03',
  ],
]);
const conflictsInTime = new Set(['P2034', '40001', '40P01']);
const sameVersion = 'domain_event_tenant_id_aggregate_id_aggregate_version_key';
const outageWords =
  /connection terminated|timeout exceeded when trying to connect|can't reach database|server closed the connection|connection ended|pool after calling end/i;

/** Says a database refusal that we rely on as the refusal it is; everything else stays as it came. */
export function asDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (isOutage(error) || mayRunAgain(error))
    return new DomainError('ServiceUnavailable', 'The database is not available; try again shortly.');
  const codes = codesOf(error);
  if (codes.has(outOfTime)) return tookTooLong(longestEmbeddedReadMillis);
  const isAnyOf = (...known: string[]) => known.some((code) => codes.has(code));
  if (isAnyOf('P2002', '23505')) return conflictOn(tableOf(error));
  if (isAnyOf('P2003', '23503', '23001')) {
    return new DomainError(
      'ResourceInUse',
      'The object is in use, or refers to one that is gone: remove what depends on it first.',
    );
  }
  return isAnyOf('P2025') ? new DomainError('ResourceNotFound', 'The resource does not exist.') : error;
}

/** True for what passes by itself: no connection, a restart, a time-out. */
export const isOutage = (error: unknown): boolean =>
  [...codesOf(error)].some((code) => outageCodes.has(code)) ||
  outageWords.test(error instanceof Error ? error.message : '');

/** True when the whole unit of work may simply be run again: a deadlock, a serialization failure, or another unit that told of the same aggregate first. */
export const mayRunAgain = (error: unknown): boolean =>
  [...codesOf(error)].some((code) => conflictsInTime.has(code)) || textOf(error).includes(sameVersion);

/** True when the database ended a statement, as it took too long. */
export const wasEnded = (error: unknown): boolean => ['57014', outOfTime].some((code) => codesOf(error).has(code));

interface Layer {
  code?: unknown;
  originalCode?: unknown;
  /** What a driver adapter calls it. */
  kind?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** The driver's error wraps the database's, and Prisma's wraps both: all codes found on the way. */
function codesOf(error: unknown): Set<string> {
  const codes = new Set<string>();
  for (const layer of layersOf(error)) {
    for (const code of [layer.code, layer.originalCode, layer.kind]) if (typeof code === 'string') codes.add(code);
  }
  return codes;
}

function layersOf(error: unknown): Layer[] {
  const layers: Layer[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && layers.length < 6) {
    const layer = next as Layer;
    layers.push(layer);
    next = layer.meta?.driverAdapterError ?? layer.cause;
  }
  return layers;
}

const textOf = (error: unknown): string =>
  JSON.stringify(layersOf(error)) + (error instanceof Error ? error.message : '');

function tableOf(error: unknown): string {
  const text = textOf(error);
  return Object.keys(conflicts.get()).find((table) => text.includes(`${table}_`)) ?? modelOf(error);
}

function modelOf(error: unknown): string {
  const model = (error as { meta?: { modelName?: unknown } }).meta?.modelName;
  return typeof model === 'string' ? model.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase() : '';
}
