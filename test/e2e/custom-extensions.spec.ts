import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExtensionSecrets } from '../../src/entitlement-management/custom-extensions/extension-secrets.reader.js';
import { Database } from '../../src/platform/database/database.js';
import { holds } from '../support/delegates.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const graph = '#microsoft.graph.';
const requestType = `${graph}accessPackageAssignmentRequestWorkflowExtension`;
const assignmentType = `${graph}accessPackageAssignmentWorkflowExtension`;
const http = (targetUrl: string) => ({ '@odata.type': `${graph}httpRequestEndpoint`, targetUrl });
const logicApp = (url: string | null) => ({
  '@odata.type': `${graph}logicAppTriggerEndpointConfiguration`,
  ...{ subscriptionId: 's', resourceGroupName: 'g', logicAppWorkflowName: 'w', url },
});
const token = (resourceId: string) => ({ '@odata.type': `${graph}azureAdTokenAuthentication`, resourceId });
const minimal = {
  '@odata.type': requestType,
  displayName: 'Ask the records',
  endpointConfiguration: http('https://hooks.example.com/a'),
};

let server: TestServer;
let catalogId: string;
let collection: string;

beforeAll(async () => {
  server = await startServer({
    env: {
      CALLOUT_HOSTS: 'hooks.intern:8443, 10.0.0.1:443',
      CALLOUT_TOKEN_RESOURCES: 'api://hooks=hooks.example.com:443',
      CALLOUT_TOKEN_URL: 'https://login.example.com/token',
      CALLOUT_CLIENT_ID: 'me',
      CALLOUT_CLIENT_SECRET: 'secret',
    },
  });
  catalogId = (await given(server).aCatalog()).id;
  collection = `${entitlements}/catalogs/${catalogId}/customWorkflowExtensions`;
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const make = async (members: object = {}) => {
  const answer = await administrator().post(collection, { ...minimal, ...members });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body;
};

describe('POST customWorkflowExtensions', () => {
  it('answers 201 with every member as it was sent, where it is, and its secret this once', async () => {
    const sent = {
      ...minimal,
      description: 'Denies who has no training',
      endpointConfiguration: logicApp('https://hooks.example.com/logic?sig=1'),
      authenticationConfiguration: token('api://hooks'),
      clientConfiguration: { timeoutInMilliseconds: 2000, maximumRetries: 0 },
      callbackConfiguration: {
        '@odata.type': `${graph}customExtensionCallbackConfiguration`,
        timeoutDuration: 'PT5M',
      },
    };
    const { status, body, headers } = await administrator().post(collection, sent);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...sent,
      '@odata.context': expect.stringContaining('catalogs/customWorkflowExtensions/$entity'),
      '@openEntitlements.secret': expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      createdBy: null,
      createdDateTime: expect.stringMatching(/Z$/),
      lastModifiedBy: null,
      lastModifiedDateTime: body.createdDateTime,
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    const read = await administrator().get(`${collection}/${body.id}`);
    expect(read.status).toBe(200);
    const { '@openEntitlements.secret': secret, ...shown } = body;
    expect(read.body).toEqual({ ...shown, createdBy: expect.any(String), lastModifiedBy: expect.any(String) });
    const places = [
      `${collection}/${body.id}`,
      collection,
      `${entitlements}/catalogs?$expand=customWorkflowExtensions`,
    ];
    for (const place of places) expect((await administrator().get(place)).text).not.toContain(secret);
  });

  it('takes the name that samples have for the time of an answer', async () => {
    const callbackConfiguration = {
      '@odata.type': 'microsoft.graph.customExtensionCallbackConfiguration',
      durationBeforeTimeout: 'PT1H',
    };
    const { callbackConfiguration: kept } = await make({ callbackConfiguration });
    expect(kept).toEqual({ '@odata.type': `${graph}customExtensionCallbackConfiguration`, timeoutDuration: 'PT1H' });
    const both = { durationBeforeTimeout: 'PT1H', timeoutDuration: 'PT2H' };
    const { status } = await administrator().post(collection, { ...minimal, callbackConfiguration: both });
    expect(status).toBe(400);
  });

  it('gives null to what is left out, in both types', async () => {
    const nothing = {
      ...{ description: null, authenticationConfiguration: null },
      ...{ clientConfiguration: null, callbackConfiguration: null },
    };
    expect(await make()).toMatchObject(nothing);
    expect(await make({ '@odata.type': assignmentType })).toMatchObject({ ...nothing, '@odata.type': assignmentType });
  });

  it.each<[string, object, RegExp]>([
    ['no type', { '@odata.type': undefined }, /@odata\.type/],
    ['another type', { '@odata.type': `${graph}customTaskExtension` }, /@odata\.type/],
    ['no name', { displayName: undefined }, /displayName/],
    ['a blank name', { displayName: ' ' }, /displayName/],
    ['no endpoint', { endpointConfiguration: undefined }, /endpointConfiguration/],
    ['an endpoint that is null', { endpointConfiguration: null }, /endpointConfiguration/],
    ['an endpoint of no type', { endpointConfiguration: { targetUrl: 'https://a.example' } }, /@odata\.type/],
    [
      'an endpoint without an address',
      { endpointConfiguration: { '@odata.type': `${graph}httpRequestEndpoint` } },
      /targetUrl/,
    ],
    [
      'a Logic App without its address',
      { endpointConfiguration: logicApp(null) },
      /endpointConfiguration\.url' is required/,
    ],
    ['a member of the other endpoint', { endpointConfiguration: { ...http('https://a.example'), url: 'x' } }, /url/],
    ['plain http', { endpointConfiguration: http('http://hooks.example.com/') }, /targetUrl' must begin with 'https/],
    [
      'an address with a password',
      { endpointConfiguration: http('https://a:b@hooks.example.com/') },
      /name or password/,
    ],
    ['an address inside', { endpointConfiguration: http('https://127.0.0.1/') }, /CALLOUT_HOSTS/],
    [
      'a metadata address',
      { endpointConfiguration: logicApp('https://169.254.169.254/latest') },
      /url' leads to an address/,
    ],
    ['another port of an allowed host', { endpointConfiguration: http('https://10.0.0.1:444/') }, /CALLOUT_HOSTS/],
    ['an address that is too long', { endpointConfiguration: http(`https://a.example/${'x'.repeat(2000)}`) }, /2000/],
    [
      'proof of possession',
      { authenticationConfiguration: { '@odata.type': `${graph}azureAdPopTokenAuthentication` } },
      /proves possession/,
    ],
    ['a token of another resource', { authenticationConfiguration: token('api://other') }, /CALLOUT_TOKEN_RESOURCES/],
    [
      'a token for another host',
      { authenticationConfiguration: token('api://hooks'), endpointConfiguration: http('https://evil.example.com/') },
      /CALLOUT_TOKEN_RESOURCES/,
    ],
    [
      'a token of no resource',
      { authenticationConfiguration: { '@odata.type': `${graph}azureAdTokenAuthentication` } },
      /resourceId/,
    ],
    ['a short time-out', { clientConfiguration: { timeoutInMilliseconds: 199 } }, /timeoutInMilliseconds/],
    ['a long time-out', { clientConfiguration: { timeoutInMilliseconds: 2001 } }, /timeoutInMilliseconds/],
    ['many retries', { clientConfiguration: { maximumRetries: 2 } }, /maximumRetries/],
    ['a short wait', { callbackConfiguration: { timeoutDuration: 'PT4M59S' } }, /PT5M to P14D/],
    ['a long wait', { callbackConfiguration: { timeoutDuration: 'P14DT1S' } }, /PT5M to P14D/],
    ['no wait', { callbackConfiguration: {} }, /timeoutDuration/],
    [
      'the wait of an approval',
      {
        callbackConfiguration: {
          '@odata.type': `${graph}accessPackageRequestApprovalStageCallbackConfiguration`,
          timeoutDuration: 'PT1H',
        },
      },
      /dynamic approvals/,
    ],
    [
      'a reminder that waits',
      { '@odata.type': assignmentType, callbackConfiguration: { timeoutDuration: 'PT1H' } },
      /reminders wait/,
    ],
    ['an id', { id: randomUUID() }, /id/],
    ['who made it', { createdBy: 'me' }, /createdBy/],
    ['a secret', { '@openEntitlements.secret': 'x', secret: 'whsec_x' }, /secret/],
  ])('refuses %s', async (_, members, message) => {
    const { status, body } = await administrator().post(collection, { ...minimal, ...members });
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      'InvalidModel',
      expect.stringMatching(message),
    ]);
  });

  it('takes an address inside that an operator allows', async () => {
    await make({ endpointConfiguration: http('https://10.0.0.1/') });
    await make({ endpointConfiguration: http('https://hooks.intern:8443/') });
  });

  it('takes plain http to this machine in development mode', async () => {
    await make({ endpointConfiguration: http('http://localhost:1/') });
  });
});

describe('a custom extension', () => {
  it('is listed in its catalog and shown by $expand, filtered and page by page', async () => {
    const { id } = await given(server).aCatalog();
    const own = `${entitlements}/catalogs/${id}/customWorkflowExtensions`;
    const names = ['A', 'B', 'C'];
    for (const displayName of names) await administrator().post(own, { ...minimal, displayName });
    const { body } = await administrator().get(
      `${own}?$filter=displayName ne 'B'&$orderby=displayName&$select=displayName`,
    );
    expect(body.value).toEqual(['A', 'C'].map((displayName) => ({ '@odata.type': requestType, displayName })));
    const page = await administrator().get(`${own}?$top=2&$orderby=displayName`);
    const next = await administrator().get(page.body['@odata.nextLink'].replace(server.url, ''));
    const shown = [...page.body.value, ...next.body.value].map(({ displayName }) => displayName);
    expect(shown).toEqual(names);
    const catalog = await administrator().get(`${entitlements}/catalogs/${id}?$expand=customWorkflowExtensions`);
    expect(catalog.body.customWorkflowExtensions).toHaveLength(3);
    const beta = `/beta/identityGovernance/entitlementManagement/accessPackageCatalogs/${id}`;
    const inBeta = await administrator().get(`${beta}/accessPackageCustomWorkflowExtensions`);
    expect(inBeta.body.value).toHaveLength(3);
  });

  it('is replaced as a whole by PUT, and changed member by member by PATCH; both are 200 with it', async () => {
    const made = await make({
      description: 'x',
      clientConfiguration: { timeoutInMilliseconds: 500, maximumRetries: 0 },
    });
    const address = `${collection}/${made.id}`;
    const { body: read } = await administrator().get(address);
    const patched = await administrator().patch(address, { displayName: 'Other', description: null });
    expect([patched.status, patched.body]).toEqual([
      200,
      expect.objectContaining({
        displayName: 'Other',
        description: null,
        clientConfiguration: made.clientConfiguration,
      }),
    ]);
    const put = await administrator().put(address, { ...read, clientConfiguration: undefined });
    expect([put.status, put.body]).toEqual([
      200,
      expect.objectContaining({ displayName: 'Ask the records', description: 'x', clientConfiguration: null }),
    ]);
    expect((await administrator().get(address)).body).toMatchObject({ description: 'x', clientConfiguration: null });
  });

  it.each<[string, 'put' | 'patch', object]>([
    ['another type by PUT', 'put', { ...minimal, '@odata.type': assignmentType }],
    ['another type by PATCH', 'patch', { '@odata.type': assignmentType }],
    ['another id', 'patch', { id: randomUUID() }],
    ['an address inside by PATCH', 'patch', { endpointConfiguration: http('https://10.0.0.2/') }],
    ['an address that its token is not for', 'patch', { endpointConfiguration: http('https://other.example.com/') }],
    ['no endpoint by PUT', 'put', { displayName: 'x' }],
  ])('refuses %s', async (_, method, body) => {
    const made = await make({ authenticationConfiguration: token('api://hooks') });
    const answer = await administrator()[method](`${collection}/${made.id}`, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidModel']);
  });

  it('is deleted, and then there is none; its catalog goes only without it', async () => {
    const { id } = await given(server).aCatalog();
    const own = `${entitlements}/catalogs/${id}/customWorkflowExtensions`;
    const made = (await administrator().post(own, minimal)).body;
    const refused = await administrator().delete(`${entitlements}/catalogs/${id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'ResourceInUse']);
    expect((await administrator().delete(`${own}/${made.id}`)).status).toBe(204);
    expect((await administrator().get(`${own}/${made.id}`)).status).toBe(404);
    expect((await administrator().delete(`${own}/${made.id}`)).status).toBe(404);
    expect((await administrator().delete(`${entitlements}/catalogs/${id}`)).status).toBe(204);
  });

  it('is nowhere under another catalog', async () => {
    const { id } = await make();
    const other = `${entitlements}/catalogs/${(await given(server).aCatalog()).id}/customWorkflowExtensions/${id}`;
    const answers = [
      await administrator().get(other),
      await administrator().patch(other, { displayName: 'x' }),
      await administrator().put(other, minimal),
      await administrator().post(`${other}/rotateSecret`),
      await administrator().delete(other),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await administrator().get(`${collection}/${id}`)).body.displayName).toBe('Ask the records');
  });

  it('gets another secret, beside which the one before is valid', async () => {
    const { id, '@openEntitlements.secret': first } = await make();
    const { status, body } = await administrator().post(`${collection}/${id}/rotateSecret`);
    expect([status, body]).toEqual([200, { secret: expect.stringMatching(/^whsec_/) }]);
    const row = await server.app.get(Database).pool.customExtension.findFirstOrThrow({ where: { id } });
    const valid = await server.app.get(ExtensionSecrets, { strict: false }).valid(row);
    expect(valid).toEqual([body.secret, first]);
    const other = await make();
    expect(new Set([first, body.secret, other['@openEntitlements.secret']]).size).toBe(3);
  });
});

describe('who may do what with custom extensions', () => {
  const callers = [
    ['an owner of the catalog', 'Catalog owner', 200, 201],
    ['an access package manager', 'Access package manager', 200, 403],
    ['an assignment manager', 'Access package assignment manager', 200, 403],
    ['a catalog reader', 'Catalog reader', 200, 403],
  ] as const;

  it.each(callers)('%s', async (_, role, reading, writing) => {
    const { id } = await make();
    const { id: objectId } = await given(server).aPerson();
    await holds(server, { id: objectId }, role, catalogId);
    const own = server.as(aPerson(objectId));
    expect((await own.get(`${collection}/${id}`)).status).toBe(reading);
    expect((await own.post(collection, minimal)).status).toBe(writing);
    const other = (await given(server).aCatalog()).id;
    const elsewhere = `${entitlements}/catalogs/${other}/customWorkflowExtensions`;
    const foreign = (await administrator().post(elsewhere, minimal)).body.id;
    expect((await own.get(`${elsewhere}/${foreign}`)).status).toBe(404);
    expect([403, 404]).toContain((await own.post(elsewhere, minimal)).status);
  });

  it('nobody without a role', async () => {
    const { id } = await make();
    const own = server.as(aPerson((await given(server).aPerson()).id));
    const answers = [
      await own.get(`${collection}/${id}`),
      await own.post(collection, minimal),
      await own.patch(`${collection}/${id}`, { displayName: 'x' }),
      await own.put(`${collection}/${id}`, minimal),
      await own.post(`${collection}/${id}/rotateSecret`),
      await own.delete(`${collection}/${id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 403, 403, 403, 403, 403]);
  });

  it('an application with the permission', async () => {
    expect((await server.as(anApplication).post(collection, minimal)).status).toBe(201);
    const reader = { ...anApplication, roles: ['EntitlementManagement.Read.All'] };
    expect((await server.as(reader).get(collection)).status).toBe(200);
    expect((await server.as(reader).post(collection, minimal)).status).toBe(403);
  });
});

describe('what a policy calls', () => {
  let accessPackage: { id: string };
  const link = (id: string, more: object = {}) => ({ customExtension: { id, ...more } });
  const calling = (...customExtensionStageSettings: object[]) =>
    administrator().post(`${entitlements}/assignmentPolicies`, {
      ...{ displayName: randomUUID(), accessPackage, customExtensionStageSettings },
    });

  beforeAll(async () => {
    accessPackage = { id: (await given(server).aPackage({ catalog: { id: catalogId } })).id };
  });

  it('is one extension at each of the six stages, which $expand shows in both dialects', async () => {
    const [ofRequest, ofAssignment] = [await make(), await make({ '@odata.type': assignmentType })];
    const stages = [
      ...['assignmentRequestCreated', 'assignmentRequestApproved', 'assignmentRequestGranted'],
      'assignmentRequestRemoved',
    ].map((stage) => ({ stage, customExtension: { '@odata.type': requestType, id: ofRequest.id } }));
    const reminders = ['assignmentFourteenDaysBeforeExpiration', 'assignmentOneDayBeforeExpiration'].map((stage) => ({
      stage,
      customExtension: { '@odata.type': assignmentType, id: ofAssignment.id },
    }));
    const all = [...stages, ...reminders];
    const made = await calling(...all.map(({ stage, customExtension }) => ({ stage, ...link(customExtension.id) })));
    expect([made.status, made.body.error]).toEqual([201, undefined]);
    const shown = all.map((one) => ({ ...one, id: expect.any(String) }));
    expect(made.body.customExtensionStageSettings).toEqual(shown);
    const expand = '$expand=customExtensionStageSettings($expand=customExtension)';
    const path = `${entitlements}/assignmentPolicies/${made.body.id}`;
    expect((await administrator().get(`${path}?${expand}`)).body.customExtensionStageSettings).toEqual(shown);
    const beta = `/beta/identityGovernance/entitlementManagement/accessPackageAssignmentPolicies/${made.body.id}`;
    expect((await administrator().get(`${beta}?${expand}`)).body.customExtensionStageSettings).toEqual(shown);
  });

  it.each<[string, () => Promise<object[]>, number, RegExp]>([
    [
      'an extension of nowhere',
      async () => [{ stage: 'assignmentRequestCreated', ...link(randomUUID()) }],
      404,
      /no custom extension/,
    ],
    [
      'an extension of another catalog',
      async () => {
        const other = await given(server).aCustomExtension((await given(server).aCatalog()).id);
        return [{ stage: 'assignmentRequestCreated', ...link(other.id) }];
      },
      404,
      /no custom extension/,
    ],
    [
      'two extensions at a stage',
      async () => [
        { stage: 'assignmentRequestCreated', ...link((await make()).id) },
        { stage: 'assignmentRequestCreated', ...link((await make()).id) },
      ],
      400,
      /\[1\]\.stage' is assignmentRequestCreated once more/,
    ],
    [
      'one extension twice at a stage',
      async () => {
        const { id } = await make();
        return [
          { stage: 'assignmentRequestGranted', ...link(id) },
          { stage: 'assignmentRequestGranted', ...link(id) },
        ];
      },
      400,
      /once more/,
    ],
    [
      'an extension of requests at a stage of assignments',
      async () => [{ stage: 'assignmentOneDayBeforeExpiration', ...link((await make()).id) }],
      400,
      /calls an accessPackageAssignmentWorkflowExtension/,
    ],
    [
      'an extension of assignments at a stage of requests',
      async () => [{ stage: 'assignmentRequestRemoved', ...link((await make({ '@odata.type': assignmentType })).id) }],
      400,
      /calls an accessPackageAssignmentRequestWorkflowExtension/,
    ],
    [
      'an extension as what it is not',
      async () => [
        { stage: 'assignmentRequestCreated', ...link((await make()).id, { '@odata.type': assignmentType }) },
      ],
      400,
      /@odata\.type/,
    ],
    [
      'a stage that there is not',
      async () => [{ stage: 'assignmentRequestDenied', ...link((await make()).id) }],
      400,
      /stage/,
    ],
    ['no extension', async () => [{ stage: 'assignmentRequestCreated' }], 400, /customExtension/],
  ])('is not %s', async (_, settings, status, message) => {
    const said = await settings();
    const wrong = { customExtensionStageSettings: said };
    const { body } = await calling();
    const path = `${entitlements}/assignmentPolicies/${body.id}`;
    const answers = [
      await calling(...said),
      await administrator().put(path, { displayName: body.displayName, accessPackage, ...wrong }),
      await administrator().patch(path, wrong),
    ];
    for (const answer of answers)
      expect([answer.status, answer.body.error?.message]).toEqual([status, expect.stringMatching(message)]);
    expect((await administrator().get(path)).body.customExtensionStageSettings).toEqual([]);
  });

  it('is not deleted, and the refusal names the policy', async () => {
    const { id } = await make();
    const policy = (await calling({ stage: 'assignmentRequestGranted', ...link(id) })).body;
    const refused = await administrator().delete(`${collection}/${id}`);
    expect([refused.status, refused.body.error]).toEqual([
      409,
      expect.objectContaining({ code: 'ResourceInUse', message: expect.stringContaining(policy.id) }),
    ]);
    await administrator().patch(`${entitlements}/assignmentPolicies/${policy.id}`, {
      customExtensionStageSettings: [],
    });
    expect((await administrator().delete(`${collection}/${id}`)).status).toBe(204);
  });

  it('may be gone in what was stored before: the policy says so, and other members of it can be changed', async () => {
    const { id } = await make();
    const policy = (await calling({ stage: 'assignmentRequestGranted', ...link(id) })).body;
    const path = `${entitlements}/assignmentPolicies/${policy.id}`;
    expect((await administrator().get(path)).body['@openEntitlements.warnings'] ?? []).not.toContainEqual(
      expect.stringContaining('every call fails'),
    );
    const { pool } = server.app.get(Database);
    await pool.customExtension.deleteMany({ where: { id } });
    const { body } = await administrator().get(path);
    expect(body['@openEntitlements.warnings']).toContainEqual(
      expect.stringContaining('every call fails (assignmentRequestGranted)'),
    );
    expect((await administrator().patch(path, { description: 'x' })).status).toBe(200);
    const { '@openEntitlements.warnings': _, ...sent } = body;
    expect((await administrator().put(path, { ...sent, accessPackage })).status).toBe(200);
  });

  it('is not lost where an extension is deleted while a policy comes to call it', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await make();
      const [made, gone] = await Promise.all([
        calling({ stage: 'assignmentRequestGranted', ...link(id) }),
        administrator().delete(`${collection}/${id}`),
      ]);
      expect([
        [201, 409],
        [404, 204],
      ]).toContainEqual([made.status, gone.status]);
    }
  });
});
