import { Agent, request } from 'node:http';

/** A client that keeps its connections, at most so many. */
export function clientOf(server, token, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(server);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    send: (path, body) =>
      new Promise((resolve, reject) => {
        const call = request({ agent, hostname, port, path, method: body ? 'POST' : 'GET', headers }, (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }));
        });
        call.on('error', reject);
        call.end(body && JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}

/** Closed loop: so many clients, each with one call at a time, for so many seconds; answers how many calls a second there were. */
export async function closedLoop({ clients, seconds, work }) {
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const one = async (client) => {
    for (let turn = 0; performance.now() < until; turn += 1) {
      await work(client, turn);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
  return { done, perSecond: done / ((performance.now() - began) / 1000) };
}

/** Open loop: a call at every instant of a fixed rate, whether or not those before have been answered; answers the intended instants. */
export async function openLoop({ perSecond, seconds, work }) {
  const began = performance.now();
  const epoch = performance.timeOrigin + began;
  const calls = Array.from({ length: Math.floor(perSecond * seconds) }, async (_, number) => {
    const offset = (number / perSecond) * 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + offset - performance.now())));
    await work(number, epoch + offset);
  });
  await Promise.all(calls);
}

/** The value below which this part of all values lies. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const median = (values) => quantile(values, 0.5);
