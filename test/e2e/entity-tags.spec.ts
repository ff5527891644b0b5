import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogs } from '../../src/entitlement-management/catalogs/index.js';
import { Permitted } from '../../src/platform/auth/permissions.js';
import { Database } from '../../src/platform/database/database.js';
import { fieldsOf } from '../../src/platform/database/model-rows.js';
import { type Asked, AskedFor } from '../../src/platform/http/asked.js';
import { AnswersOne } from '../../src/platform/odata/answering.js';
import type { EntityAnswer } from '../../src/platform/odata/entity-answer.js';
import { GetQuery } from '../../src/platform/odata/get.query.js';
import type { Answer } from '../../src/platform/odata/list.query.js';
import { entitlements, given } from '../support/given.js';
import { anApplication, aPerson, type Client, startServer, type TestServer } from '../support/server.js';
import { meetingOf } from '../support/two-servers.js';

/** Routes that answer a catalog, as they should and as they should not. */
@Controller('catalogsAsRead')
class CopyingController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(catalogs)
  whole(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(catalogs, asked, { id }));
  }

  @Get(':id/copied')
  @Permitted('entitlements.read')
  @AnswersOne(catalogs)
  async copied(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return { ...(await this.whole(asked, id)) };
  }

  @Get(':id/body')
  @Permitted('entitlements.read')
  @AnswersOne(catalogs)
  async body(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return { ...(await this.whole(asked, id)).body };
  }

  @Get(':id/annotated')
  @Permitted('entitlements.read')
  @AnswersOne(catalogs)
  async annotated(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return (await this.whole(asked, id)).annotated({ '@test.said': true });
  }
}

@Module({ controllers: [CopyingController] })
class Copying {}

let server: TestServer;
let application: Client;

beforeAll(async () => {
  server = await startServer({ database: 'postgres', extensions: [Copying] });
  application = server.as(anApplication);
});
afterAll(() => server.close());

/** An entity of each kind that has tags, and a change that its PATCH takes. */
const kinds: readonly [string, () => Promise<{ path: string; made: { id: string } }>][] = [
  ['catalogs', async () => at(`${entitlements}/catalogs`, await given(server).aCatalog())],
  ['accessPackages', async () => at(`${entitlements}/accessPackages`, await given(server).aPackage())],
  ['assignmentPolicies', async () => at(`${entitlements}/assignmentPolicies`, await given(server).aPolicy())],
  [
    'connectedOrganizations',
    async () => at(`${entitlements}/connectedOrganizations`, await given(server).aConnectedOrganization()),
  ],
  ['users', async () => at('/v1.0/users', await given(server).aPerson())],
  ['groups', async () => at('/v1.0/groups', await given(server).aGroup())],
];

const at = (collection: string, made: { id: string }) => ({ path: `${collection}/${made.id}`, made });
const aChange = () => ({ displayName: `Else ${randomUUID()}` });
const aPolicy = async () => {
  const policy = await given(server).aPolicy();
  const path = `${entitlements}/assignmentPolicies/${policy.id}`;
  return { path, whole: () => ({ ...aChange(), accessPackage: { id: policy.accessPackageId } }) };
};
const tagOf = async (path: string): Promise<string> => (await application.get(path)).headers.get('etag') ?? '';

describe.each(kinds)('the tag of one of %s', (_, make) => {
  it('is the same whatever an answer shows, another one after a change, and the old one is not matched any more', async () => {
    const { path } = await make();
    const before = await tagOf(path);
    expect(before).toMatch(/^W\/"[\w-]{22}"$/);
    expect(await tagOf(`${path}?$select=id`)).toBe(before);
    expect((await application.get(path, { 'if-none-match': before })).status).toBe(304);
    const changed = await application.patch(path, aChange(), { 'if-match': before });
    expect(changed.status).toBeLessThan(300);
    expect(await tagOf(path)).not.toBe(before);
    const again = await application.patch(path, aChange(), { 'if-match': before });
    expect([again.status, again.body.error.code]).toEqual([412, 'PreconditionFailed']);
    expect(again.headers.get('etag')).toBe(await tagOf(path));
    expect((await application.get(path, { 'if-none-match': before })).status).toBe(200);
  });

  it('keeps what was changed meanwhile from being deleted', async () => {
    const { path } = await make();
    const before = await tagOf(path);
    await application.patch(path, aChange());
    expect((await application.delete(path, { 'if-match': before })).status).toBe(412);
    expect((await application.get(path)).status).toBe(200);
    expect((await application.delete(path, { 'if-match': `"other", ${await tagOf(path)}` })).status).toBe(204);
  });

  it("asks with '*' only that the entity is there", async () => {
    const { path } = await make();
    expect((await application.patch(path, aChange(), { 'if-match': '*' })).status).toBeLessThan(300);
    expect((await application.get(path, { 'if-none-match': '*' })).status).toBe(304);
    expect((await application.delete(path, { 'if-match': '*' })).status).toBe(204);
    const gone = await application.delete(path, { 'if-match': '*' });
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ResourceNotFound']);
    expect((await application.patch(path, aChange(), { 'if-match': '"x"' })).status).toBe(404);
  });
});

describe('ETag', () => {
  it('comes with the answers to POST, PUT and PATCH, too, and with a POST that is repeated', async () => {
    const body = { displayName: `Catalog ${randomUUID()}` };
    const key = { 'idempotency-key': randomUUID() };
    const made = await application.post(`${entitlements}/catalogs`, body, key);
    expect(made.headers.get('etag')).toBe(await tagOf(`${entitlements}/catalogs/${made.body.id}`));
    const repeated = await application.post(`${entitlements}/catalogs`, body, key);
    expect(repeated.headers.get('etag')).toBe(made.headers.get('etag'));
    const { path, whole } = await aPolicy();
    const put = await application.put(path, whole());
    expect(put.headers.get('etag')).toBe(await tagOf(path));
    const patched = await application.patch(path, aChange());
    expect(patched.headers.get('etag')).toBe(await tagOf(path));
  });

  it('is no part of the body, and not there for pages and for what has no tags', async () => {
    const { path } = await aPolicy();
    expect((await application.get(path)).text).not.toContain('etag');
    expect((await application.get(`${entitlements}/catalogs`)).headers.get('etag')).toBeNull();
    expect((await application.get(`${entitlements}/assignmentRequests`)).headers.get('etag')).toBeNull();
  });

  it('comes with a warning about the policy, too', async () => {
    const nobody = { allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets: [] };
    const policy: Record<string, unknown> = await given(server).aPolicy(nobody);
    const warnings = policy['@openEntitlements.warnings'];
    expect(warnings).toBeDefined();
    const path = `${entitlements}/assignmentPolicies/${String(policy['id'])}`;
    const changed = await application.patch(path, aChange());
    expect(changed.body['@openEntitlements.warnings']).toEqual(warnings);
    expect(changed.headers.get('etag')).toBe(await tagOf(path));
  });
});

describe('an answer on its way', () => {
  const asRead = async () => {
    const { id } = await given(server).aCatalog();
    return { path: `/v1.0/catalogsAsRead/${id}`, tag: await tagOf(`${entitlements}/catalogs/${id}`) };
  };

  it('keeps its tag with what is said beside its members', async () => {
    const { path, tag } = await asRead();
    for (const [address, said] of [
      [path, undefined],
      [`${path}/annotated`, true],
    ] as const) {
      const answer = await application.get(address);
      expect([answer.status, answer.headers.get('etag'), answer.body['@test.said']]).toEqual([200, tag, said]);
    }
    expect((await application.get(`${path}/annotated`, { 'if-none-match': tag })).status).toBe(304);
  });

  it.each(['copied', 'body'])('does not go out once it has lost its tag: %s', async (how) => {
    const { path } = await asRead();
    const { status, headers, body } = await application.get(`${path}/${how}`);
    expect([status, headers.get('etag'), body.error.code]).toEqual([500, null, 'InternalServerError']);
  });
});

describe('If-None-Match', () => {
  it('answers 304 without a body and with the tag', async () => {
    const { path } = await aPolicy();
    const tag = await tagOf(path);
    const answer = await application.get(path, { 'if-none-match': `"other", ${tag}` });
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', tag]);
  });

  it('answers in full where other entities are shown, which may have changed alone', async () => {
    const { path } = await aPolicy();
    const answer = await application.get(`${path}?$expand=accessPackage`, { 'if-none-match': '*' });
    expect(answer.status).toBe(200);
  });

  it('tells nobody of what they may not see', async () => {
    const { path } = await aPolicy();
    const stranger = server.as(aPerson(randomUUID()));
    expect((await stranger.get(path, { 'if-none-match': '*' })).status).toBe(404);
  });
});

describe('If-Match', () => {
  it('answers 400 to what is no tag, and changes nothing', async () => {
    const { path } = await aPolicy();
    const tag = await tagOf(path);
    for (const wrong of [tag.replaceAll('"', ''), '"a" "b"', '']) {
      const { status, body } = await application.patch(path, aChange(), { 'if-match': wrong });
      expect([wrong, status, body?.error.code]).toEqual([wrong, 400, 'BadRequest']);
    }
    expect(await tagOf(path)).toBe(tag);
  });

  it('is compared after the permission, which somebody without a role does not get', async () => {
    const { path } = await aPolicy();
    const stranger = server.as(aPerson(randomUUID()));
    expect((await stranger.patch(path, aChange(), { 'if-match': '"x"' })).status).toBe(403);
  });

  it('finds people by their user principal name, too', async () => {
    const person = await given(server).aPerson();
    const path = `/v1.0/users/${String(person['userPrincipalName']).toUpperCase()}`;
    const tag = await tagOf(path);
    expect((await application.patch(path, aChange(), { 'if-match': '"x"' })).status).toBe(412);
    expect((await application.patch(path, aChange(), { 'if-match': tag })).status).toBe(204);
  });

  it('holds in a batch', async () => {
    const { path } = await aPolicy();
    const part = { id: '1', method: 'PATCH', url: path.replace('/v1.0', ''), body: aChange() };
    const requests = [{ ...part, headers: { 'If-Match': '"x"' } }];
    const { body } = await application.post('/v1.0/$batch', { requests });
    expect(body.responses[0]).toMatchObject({ status: 412, headers: { ETag: await tagOf(path) } });
  });

  it('lets one of two who read the same state write, whoever comes first', async () => {
    const { path, whole } = await aPolicy();
    const { client } = server.app.get(Database);
    for (let round = 1; round <= 10; round += 1) {
      const tag = { 'if-match': await tagOf(path) };
      const answers = await Promise.all([application.put(path, whole(), tag), application.put(path, whole(), tag)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const written = answers.find(({ status }) => status === 200);
      expect((await application.get(path)).body).toEqual(written?.body);
      expect(await client.assignmentPolicyVersion.count({ where: { policyId: written?.body.id } })).toBe(round + 1);
    }
  });

  it('would let both write if the row were not held', async () => {
    const { path, whole } = await aPolicy();
    const database = server.app.get(Database);
    const held = database.held.bind(database);
    const meet = meetingOf(2);
    let reads = 0;
    database.held = async <Row>(model: string, id: string) => {
      reads += 1;
      if (reads > 2) return held<Row>(model, id);
      const [row] = await database.query<
        Row[]
      >`SELECT ${fieldsOf(model)} FROM assignment_policy WHERE id = ${id}::uuid`;
      await meet();
      return row;
    };
    const tag = { 'if-match': await tagOf(path) };
    const answers = await Promise.all([application.put(path, whole(), tag), application.put(path, whole(), tag)]);
    database.held = held;
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});
