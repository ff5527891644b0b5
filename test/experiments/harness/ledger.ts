import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { type Answer, type Api, idIn, requestsPath } from './api.js';
import { sleep } from './report.js';

/** One request as its sender knows it; without a status nobody knows what became of it. */
export interface Entry {
  readonly clientId: string;
  readonly status: number | null;
  readonly id: string | null;
}

/** What was sent and what was answered; every line is on disk before it counts. */
export class Ledger {
  private readonly file: number;
  private readonly lines = new Map<string, Entry>();

  constructor(readonly path: string) {
    this.file = openSync(path, 'a');
  }

  get entries(): Entry[] {
    return [...this.lines.values()];
  }

  /** How many were acknowledged: the server has promised something. */
  get acknowledged(): number {
    return this.entries.filter(({ status }) => status === 201).length;
  }

  /** How many were never answered: each may have had its effect once or not at all. */
  get ambiguous(): number {
    return this.entries.filter(({ status }) => status === null).length;
  }

  note(entry: Entry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.file);
    this.lines.set(entry.clientId, entry);
  }

  close(): void {
    closeSync(this.file);
  }
}

const longestSilence = 120;

/** True where the server may or may not have done it: no answer, or one that says so. */
export const isAmbiguous = ({ status }: Answer): boolean => status === 0 || status >= 500;

/** Sends requests and keeps the ledger of them; whoever gets no answer asks again under the same key, or gives up. */
export class LedgerClient {
  constructor(
    private readonly api: Api,
    readonly ledger: Ledger,
  ) {}

  /** The request's justification is its client-request-id, so that its rows can be told from all others. */
  async send(body: object, { givesUp = false } = {}): Promise<Answer> {
    const clientId = randomUUID();
    const headers = { 'client-request-id': clientId, 'idempotency-key': `key-${clientId}` };
    const post = { path: requestsPath, body: { ...body, justification: clientId }, headers };
    this.ledger.note({ clientId, status: null, id: null });
    let answer = await this.api.post(post);
    for (let tries = 0; isAmbiguous(answer) && !givesUp && tries < longestSilence; tries += 1) {
      await sleep(250);
      answer = await this.api.post(post);
    }
    if (isAmbiguous(answer)) return answer;
    this.ledger.note({ clientId, status: answer.status, id: answer.status === 201 ? idIn(answer) : null });
    return answer;
  }
}
