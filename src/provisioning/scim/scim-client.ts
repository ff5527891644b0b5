import { callForStatus, callOutside, type OutsideAnswer, type OutsideCall } from '../calls/outside-call.js';
import { failedAnswer, refusedAnswer } from '../calls/call-failures.js';
import type { OutsideSystem } from '../outside-system.js';
import type { ProvisioningError } from '../provisioner.js';
import { idOf, type ScimBody, type ScimList, scimBodyOf, scimListOf } from './scim-bodies.js';

type Query = Readonly<Record<string, string>>;

/** One change of a resource (RFC 7644, 3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Speaks SCIM 2.0 with one system until the signal aborts. Answers that are no success are returned where a caller can go on with them. */
export class ScimClient {
  constructor(
    readonly system: OutsideSystem,
    private readonly signal: AbortSignal,
    private readonly now: () => Date,
  ) {}

  /** A resource by its address, undefined where there is none. */
  async get(path: string, query: Query = {}): Promise<ScimBody | undefined> {
    const answer = await callOutside(this.system, this.call('GET', path, query));
    if (answer.status === 404) return undefined;
    return scimBodyOf(this.succeeded(answer).text) ?? this.refuse('answered something that is no SCIM');
  }

  async list(path: string, query: Query): Promise<ScimList> {
    const answer = await this.tryList(path, query);
    if ('Resources' in answer) return answer;
    throw this.failed(answer);
  }

  /** A list, or the answer with which the system refused to make it. */
  async tryList(path: string, query: Query): Promise<ScimList | OutsideAnswer> {
    const answer = await callOutside(this.system, this.call('GET', path, query));
    if (answer.status === 400 || answer.status === 501) return answer;
    return scimListOf(this.succeeded(answer).text) ?? this.refuse('answered something that is no SCIM list');
  }

  /** Makes a resource and answers its id, or the answer with which the system refused for certain. */
  async create(path: string, body: object): Promise<{ readonly id: string } | OutsideAnswer> {
    const answer = await callOutside(this.system, this.call('POST', path, {}, body));
    if (answer.status >= 400 && answer.status < 500) return answer;
    const id = idOf(scimBodyOf(this.succeeded(answer).text));
    return id === undefined ? this.refuse('made an account and did not say its id') : { id };
  }

  /**
   * Changes a resource, and answers how that was refused, or nothing.
   *
   * Nothing is read before. A system that asks for the version (428, 412) is told it, and once more where somebody was faster (optimistic lock).
   */
  async patch(path: string, operation: PatchOperation): Promise<OutsideAnswer | undefined> {
    let answer = await this.patchOnce(path, operation);
    for (let reads = 0; reads < 2 && [412, 428].includes(answer.status); reads += 1) {
      answer = await this.patchOnce(path, operation, await this.versionOf(path));
    }
    return answer.status >= 200 && answer.status < 300 ? undefined : answer;
  }

  /** What an answer that is no success means. */
  failed({ status, headers, text }: OutsideAnswer): ProvisioningError {
    return failedAnswer(this.system, { status, headers, detail: scimBodyOf(text)?.detail }, this.now());
  }

  refuse(why: string): never {
    throw refusedAnswer(this.system, why);
  }

  private succeeded(answer: OutsideAnswer): OutsideAnswer {
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw this.failed(answer);
  }

  private patchOnce(path: string, operation: PatchOperation, version?: string): Promise<OutsideAnswer> {
    const body = { schemas: [patchSchema], Operations: [operation] };
    const { headers, ...call } = this.call('PATCH', path, {}, body);
    const asked = version === undefined ? headers : { ...headers, 'if-match': version };
    return callForStatus(this.system, { ...call, headers: asked });
  }

  private async versionOf(path: string): Promise<string> {
    const answer = this.succeeded(
      await callOutside(this.system, this.call('GET', path, { excludedAttributes: 'members' })),
    );
    const version = scimBodyOf(answer.text)?.meta?.version ?? answer.headers.get('etag');
    return version ?? this.refuse('asks for a version (If-Match) and does not say which it has');
  }

  private call(method: OutsideCall['method'], path: string, query: Query, body?: object): OutsideCall {
    const asked = new URLSearchParams(query).toString();
    return {
      method,
      path: asked === '' ? path : `${path}?${asked}`,
      signal: this.signal,
      headers: {
        authorization: `Bearer ${this.system.secret('token') ?? ''}`,
        accept: 'application/scim+json, application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  }
}
