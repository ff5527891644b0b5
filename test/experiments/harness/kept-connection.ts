import { Agent, request } from 'node:http';

/** How a request ended: answered in full, refused before it was sent, or broken off, so that nobody can say. */
export interface Outcome {
  readonly end: 'answered' | 'refused' | 'broken';
  readonly status: number;
  readonly text: string;
  /** Whether the server has said that it closes the connection. */
  readonly isLast: boolean;
  readonly why?: string;
}

const nothing = { status: 0, text: '', isLast: false };

/** A client that sends its requests over one connection, as long as the server keeps it. */
export class KeptConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  send(method: string, path: string, body?: object, more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const text = body && JSON.stringify(body);
    const headers = { ...this.headers, ...more, ...(text && { 'content-type': 'application/json' }) };
    return new Promise((resolve) => {
      const sent = request(`${this.url}${path}`, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        const isLast = response.headers.connection === 'close';
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => resolve({ ...nothing, end: 'broken', why: `in the answer: ${error.message}` }));
        response.on('end', () =>
          resolve({
            end: 'answered',
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            isLast,
          }),
        );
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        const end = error.code === 'ECONNREFUSED' ? 'refused' : 'broken';
        resolve({ ...nothing, end, why: `${error.code} ${sent.reusedSocket ? 'on a kept connection' : ''}` });
      });
      sent.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
