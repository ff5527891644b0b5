import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Sends this text as it is, and reads until the server hangs up. */
export async function sendRaw(url: string, text: string): Promise<RawAnswer> {
  const socket = await connectTo(url);
  socket.write(text, 'latin1');
  return readAnswer(await untilClosed(socket));
}

export function connectTo(url: string): Promise<Socket> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

export function untilClosed(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1'))).resume();
    socket.once('end', () => {
      socket.end();
      resolve(text);
    });
    socket.once('error', reject);
  });
}

/** What arrives until it holds this. */
export function untilHeard(socket: Socket, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!words.test(text)) return;
      socket.off('data', hear);
      resolve(text);
    };
    socket.on('data', hear);
    socket.once('error', reject);
  });
}

export function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return {
    status: Number(first.split(' ')[1]),
    headers: new Map(headers as [string, string][]),
    text: rest.join('\r\n\r\n'),
  };
}
