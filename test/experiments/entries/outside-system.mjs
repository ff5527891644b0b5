// Another system: takes its time for each call, and remembers what it was asked, when, and whether it came to answer.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import './end-with-parent.mjs';

const calls = [];
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end(JSON.stringify(calls));
  const call = {
    id: request.headers['idempotency-key'],
    attempt: Number(request.headers['x-attempt']),
    begun: Date.now(),
    isInHand: true,
  };
  calls.push(call);
  response.on('close', () => (call.isInHand = false));
  await sleep(20 + Math.random() * 120);
  response.writeHead(204).end();
});
server.listen(0, '127.0.0.1', () => {
  process.stdin.ref?.();
  process.stdout.write(`listens on http://127.0.0.1:${server.address().port}\n`);
});
