// The reference: a bare Fastify that carries out recorded statements with pg, and answers what was answered then.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import pg from 'pg';
import { fill } from '../statements.mjs';

const { post, get } = JSON.parse(readFileSync(process.env.STATEMENTS_FILE, 'utf8'));
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const app = Fastify();

const carryOut = async (client, statements, facts) => {
  for (const [index, { text, values }] of statements.entries()) {
    const filled = values.map((value) => fill(value, facts));
    await client.query(filled.length > 0 ? { name: `${facts.kind}${index}`, text, values: filled } : text);
  }
};

const body = {
  type: 'object',
  required: ['requestType', 'assignment'],
  properties: { requestType: { type: 'string' } },
};
app.post('/*', { schema: { body } }, async (request, reply) => {
  const facts = { kind: 'post', target: request.body.assignment.targetId, fresh: (number) => freshIds.get(number) };
  const freshIds = new Map(post.fresh.map((number) => [number, crypto.randomUUID()]));
  const client = await pool.connect();
  try {
    await carryOut(client, post.statements, facts);
  } finally {
    client.release();
  }
  return reply.code(201).send(fill(post.answer, facts));
});

app.get('/*', async (request, reply) => {
  const id = request.url.slice(request.url.lastIndexOf('/') + 1);
  await carryOut(pool, get.statements, { kind: 'get', target: id });
  return reply.send({ ...get.answer, id });
});

process.stdout.write(`listens on ${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
process.once('SIGTERM', async () => {
  await app.close();
  await pool.end();
});
