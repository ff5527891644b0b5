import type { OutsideSystem } from '../outside-system.js';
import { failedCall, refusedAnswer } from './call-failures.js';

/** A call of a system. */
export interface OutsideCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Behind the system's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it, down to the last byte of the answer. */
  readonly signal: AbortSignal;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const mostBytes = 1_048_576;
/** What is read of an answer that nobody asked for, so that its connection can be used again. */
const mostOfNoUse = 16_384;

/**
 * Calls an outside system: at its pace, with one deadline, a bounded answer and no redirects.
 *
 * Its address is the operator's, so that it may be private. What goes wrong is a `ProvisioningError`.
 */
export async function callOutside(system: OutsideSystem, call: OutsideCall): Promise<OutsideAnswer> {
  try {
    const response = await begun(system, call);
    return { status: response.status, headers: response.headers, text: await textOf(response, system) };
  } catch (error) {
    throw failedCall(error, system, call.signal);
  }
}

/** The same where only the status says what became of it; a body of success is not waited for. */
export async function callForStatus(system: OutsideSystem, call: OutsideCall): Promise<OutsideAnswer> {
  try {
    const response = await begun(system, call);
    const text = response.ok ? await drained(response) : await textOf(response, system);
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    throw failedCall(error, system, call.signal);
  }
}

async function begun(system: OutsideSystem, { method, path, headers, body, signal }: OutsideCall): Promise<Response> {
  await system.turn(signal);
  const response = await fetch(`${system.address}${path}`, {
    method,
    headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'open-entitlements' },
    redirect: 'manual',
    signal,
    ...(body === undefined ? {} : { body }),
  });
  if (response.status < 300 || response.status >= 400 || response.status === 304) return response;
  await response.body?.cancel();
  throw refusedAnswer(
    system,
    `answered with a redirect (${response.status}), which is not followed; correct its 'address'`,
  );
}

async function textOf(response: Response, system: OutsideSystem): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw refusedAnswer(system, `answered more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function drained(response: Response): Promise<string> {
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) <= mostOfNoUse) await response.arrayBuffer();
  else await response.body?.cancel();
  return '';
}
