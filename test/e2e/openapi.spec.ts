import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissions } from '../../src/graph/index.js';
import type { Permission } from '../../src/platform/auth/permissions.js';
import { derivedTypes } from '../../src/platform/edm/members.js';
import { schemaNameOf } from '../../src/platform/edm/type-names.js';
import { Routes } from '../../src/platform/http/routes.js';
import { onCollections, onEntities } from '../../src/platform/odata/query/options.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { type Kind, type Resource, waysOf } from '../../src/platform/odata/resource.js';
import { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';
import { Described } from '../support/openapi.js';
import { startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

let server: TestServer;
let described: Described;
let document: Json;
let schemas: Record<string, Json>;
let resources: readonly Resource[];

beforeAll(async () => {
  server = await startServer();
  described = await Described.by(server);
  document = { ...described.document };
  schemas = (described.document.components?.schemas ?? {}) as Record<string, Json>;
  resources = server.app.get(ResourceRegistry).all;
});
afterAll(() => server.close());

function* nodesOf(node: unknown): Generator<Json> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Json;
  for (const child of Object.values(node)) yield* nodesOf(child);
}

const nameOf = ({ entityType }: Resource): string => `${entityType.charAt(0).toUpperCase()}${entityType.slice(1)}`;

describe('the description of the API', () => {
  it('is OpenAPI 3.1, for everybody, and says where the operations are', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'open-entitlements', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      servers: [{ url: '/v1.0' }],
    });
  });

  it('names the public address where there is one', async () => {
    const other = await startServer({
      env: { PUBLIC_URL: 'https://access.contoso.example/governance/', DEV_HOSTS: 'access.contoso.example' },
    });
    const { body } = await other.anonymous.get('/openapi.json');
    await other.close();
    expect(body.servers).toEqual([{ url: 'https://access.contoso.example/governance/v1.0' }]);
    expect(body.paths['/health/live'].servers).toEqual([{ url: 'https://access.contoso.example/governance' }]);
  });

  it('leads somewhere with every $ref and every discriminator', () => {
    const refs = [...nodesOf(document)].flatMap(({ $ref, discriminator }) => [
      ...($ref === undefined ? [] : [$ref]),
      ...Object.values((discriminator as { mapping: Json } | undefined)?.mapping ?? {}),
    ]);
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => described.resolve(String(ref)) === undefined)).toEqual([]);
  });

  it('uses no word of older versions', () => {
    const words = [...nodesOf(document)].flatMap((node) => Object.keys(node));
    expect(words.filter((word) => ['nullable', 'x-nullable', 'definitions'].includes(word))).toEqual([]);
  });

  it('has only schemas that JSON Schema 2020-12 knows', () => {
    for (const name of Object.keys(schemas))
      expect(described.compile({ $ref: `#/components/schemas/${name}` })).toBeDefined();
  });

  it('describes every route, and no other', () => {
    const routed = server.app
      .get(Routes)
      .list()
      .filter((route) => !/^HEAD |^GET \/(docs|openapi\.json|$)/.test(route))
      .map((route) =>
        route
          .replace(/:(\w+)/g, '{$1}')
          .replace(/\/(\w+=.+)/, (_, args: string) => `(${args.replace(/\{\w+\}/g, "'$&'").replaceAll('/', ',')})`),
      );
    expect(described.operations.map(({ key }) => key).sort()).toEqual(routed.sort());
  });

  it('gives every operation a name of its own, and a sentence', () => {
    const names = described.operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation } of described.operations) expect(operation.summary).toMatch(/^[A-Z][a-zA-Z, ]+$/);
  });

  it('calls operations what Graph calls them, without what most of them have in common', () => {
    const base = '/identityGovernance/entitlementManagement';
    const names = new Map(described.operations.map(({ key, operation }) => [key, operation.operationId]));
    expect(names.get(`GET ${base}/assignmentRequests`)).toBe('ListAssignmentRequests');
    expect(names.get(`POST ${base}/assignmentRequests`)).toBe('CreateAssignmentRequests');
    expect(names.get(`GET ${base}/assignments/{id}`)).toBe('GetAssignments');
    expect(names.get(`PUT ${base}/assignmentPolicies/{id}`)).toBe('SetAssignmentPolicies');
    expect(names.get(`GET ${base}/catalogs/{id}/accessPackages`)).toBe('catalogs.ListAccessPackages');
    expect(names.get('PATCH /users/{key}')).toBe('users.user.UpdateUser');
    expect(names.get('PUT /users/{key}/manager/$ref')).toBe('users.SetRefManager');
  });

  it('says of every operation which permissions do, in its scopes and in words', () => {
    const routes = server.app.get(DescribedRoutes, { strict: false }).byKey();
    const needed = [...new Set([...routes.values()].map(({ operation }) => operation))].filter(
      (name) => name !== undefined,
    );
    const accepted = needed.map((name) => {
      const { delegated, application }: Permission = permissions[name];
      return JSON.stringify(
        [...new Set([...delegated, ...application])].map((permission) => ({ token: [permission] })),
      );
    });
    for (const { operation, key, path } of described.operations) {
      const { security = [], description = '' } = operation;
      const isOpen = /^\/(dev|health|metrics|\$metadata)/.test(path);
      const forAnybody = isOpen ? [] : [{ token: [] }];
      if (isOpen || ['/$batch', '/me/permissions'].includes(path)) expect([key, security]).toEqual([key, forAnybody]);
      else expect([key, accepted]).toEqual([key, expect.arrayContaining([JSON.stringify(security)])]);
      for (const permission of security.flatMap(({ token = [] }) => token)) expect(description).toContain(permission);
    }
    const write = described.operations.find(
      ({ key }) => key === 'DELETE /identityGovernance/entitlementManagement/catalogs/{id}',
    );
    expect(write?.operation).toMatchObject({
      security: [{ token: ['EntitlementManagement.ReadWrite.All'] }],
      description:
        'Needs the delegated permission EntitlementManagement.ReadWrite.All and one of the directory roles IdentityGovernanceAdministrator, GlobalAdministrator, or the role Catalog owner; or, for an application, the application permission EntitlementManagement.ReadWrite.All, or the role Catalog owner.',
    });
  });

  it('offers the query options that are understood, and a key that makes POSTs safe to repeat', () => {
    for (const { operation, key, method } of described.operations) {
      const names = ((operation.parameters ?? []) as { in: string; name: string }[])
        .filter((parameter) => parameter.in === 'query' || parameter.name === 'Idempotency-Key')
        .map(({ name }) => name);
      const isPage = JSON.stringify(operation.responses['200'] ?? {}).includes('Collection');
      const isEntity = JSON.stringify(operation.responses['200'] ?? {}).includes('EntityAnswer');
      const inapplicable = ['$expand', '$search'].filter((name) => !names.includes(name));
      const options = isPage ? onCollections : method === 'GET' && isEntity ? onEntities : [];
      const expected = options.map((name) => `$${name}`).filter((name) => !inapplicable.includes(name));
      const needsPermission = operation.security?.some(({ token = [] }) => token.length > 0) === true;
      expect([key, names]).toEqual([key, method === 'POST' && needsPermission ? ['Idempotency-Key'] : expected]);
    }
    const assignments = described.document.paths['/identityGovernance/entitlementManagement/assignments']?.get;
    expect(JSON.stringify(assignments?.parameters)).toContain('`accessPackage`, `assignmentPolicy`, `target`');
  });

  it('says where entities have tags, and what can be asked for by them', () => {
    const having = (header: string, status: string) =>
      described.operations
        .filter(({ operation }) => JSON.stringify(operation.parameters ?? []).includes(`"${header}"`))
        .filter(({ operation }) => operation.responses[status] !== undefined)
        .map(({ key }) => key.replace('/identityGovernance/entitlementManagement', ''));
    const changes = having('If-Match', '412');
    expect(changes).toHaveLength(15);
    expect(changes).toEqual(
      expect.arrayContaining([
        ...['PUT /assignmentPolicies/{id}', 'PATCH /assignmentPolicies/{id}', 'PATCH /catalogs/{id}'],
        ...['DELETE /accessPackages/{id}', 'PATCH /connectedOrganizations/{id}', 'PATCH /users/{key}'],
        ...['DELETE /groups/{id}', 'DELETE /servicePrincipals/{id}'],
      ]),
    );
    const reads = having('If-None-Match', '304');
    expect(reads).toEqual(expect.arrayContaining(['GET /catalogs/{id}', 'GET /users/{key}', 'GET /groups/{id}']));
    expect(reads).not.toContain('GET /assignmentRequests/{id}');
    expect(having('OpenEntitlements-Guard', '409')).toEqual(['PUT /assignmentPolicies/{id}']);
  });

  it('declares every key in an address', () => {
    for (const { path, operation, key } of described.operations) {
      const keys = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []) as { in: string; name: string; required: boolean }[];
      const inPath = declared.filter((parameter) => parameter.in === 'path' && parameter.required);
      expect([key, inPath.map(({ name }) => name)]).toEqual([key, keys]);
    }
  });

  it('says the body of every answer but of 202 and 204, and the error envelope of every refusal', () => {
    for (const { operation, key } of described.operations) {
      const answers = Object.entries(operation.responses).map(([status, answer]) => {
        const { $ref, content } = answer as { $ref?: string; content?: object };
        return { status, $ref, content };
      });
      const successes = answers.filter(({ status }) => status.startsWith('2'));
      expect([key, successes.length]).not.toEqual([key, 0]);
      // Graph's `refresh` is 200 without a body.
      const isEmpty = (status: string) => status === '204' || key.endsWith('/refresh');
      for (const { status, content } of successes) {
        if (status !== '202') expect([key, status, content === undefined]).toEqual([key, status, isEmpty(status)]);
      }
      const refused = answers.filter(({ status }) => /^[45]/.test(status));
      expect(answers.find(({ status }) => status === 'default')?.$ref).toBe('#/components/responses/RefusalOfAnyCall');
      expect(refused.map(({ $ref }) => $ref)).toEqual(
        refused.map(({ status }) => `#/components/responses/Refusal${status}`),
      );
      expect(refused.filter(({ status }) => !['400', '403', '404', '409', '412', '431'].includes(status))).toEqual([]);
    }
  });
});

describe('the schemas of answers', () => {
  const schemaOf = (kind: Kind): Json => {
    if (kind.edm === 'enum') return { type: 'string', enum: kind.members };
    if (kind.edm === 'complex') {
      const item = { $ref: `#/components/schemas/${schemaNameOf(kind.type())}` };
      return kind.collection ? { type: 'array', items: item } : item;
    }
    const kinds = {
      'Edm.String': { type: 'string' },
      'Edm.Guid': { type: 'string', format: 'uuid' },
      'Edm.Boolean': { type: 'boolean' },
      'Edm.Int32': { type: 'integer', format: 'int32' },
      'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
      'Edm.Duration': { type: 'string', format: 'duration' },
      texts: { type: 'array', items: { type: 'string' } },
    };
    return kinds[kind.edm];
  };
  const withoutNull = (schema: Json): Json => {
    if (Array.isArray(schema['anyOf'])) return schema['anyOf'][0] as Json;
    const { type, enum: members } = schema as { type?: string | string[]; enum?: unknown[] };
    const known = members ? { enum: members.filter((member) => member !== null) } : {};
    return Array.isArray(type) ? { ...schema, type: type[0], ...known } : schema;
  };
  const mayBeNull = (schema: Json): boolean => JSON.stringify(schema).includes('"null"');

  it('have exactly the members and links that the resources declare', () => {
    for (const resource of resources) {
      const properties = schemas[nameOf(resource)]?.['properties'] as Record<string, Json>;
      expect(Object.keys(properties)).toEqual([...Object.keys(resource.fields), ...Object.keys(resource.links)]);
      for (const [name, { kind }] of Object.entries(resource.fields)) {
        expect([resource.name, name, withoutNull(properties[name] ?? {})]).toEqual([
          resource.name,
          name,
          schemaOf(kind),
        ]);
      }
      for (const [name, link] of Object.entries(resource.links)) {
        const refs = waysOf(link).map(({ to }) => {
          const target = resources.find((other) => other.name === to);
          return { $ref: `#/components/schemas/${target ? nameOf(target) : ''}` };
        });
        const { many } = link;
        const ref = refs.length === 1 ? refs[0] : { anyOf: refs };
        expect(withoutNull(properties[name] ?? {})).toEqual(many ? { type: 'array', items: ref } : ref);
      }
    }
  });

  it('may be null where a resource of that type says so', () => {
    for (const resource of resources) {
      const alike = resources.filter((other) => nameOf(other) === nameOf(resource));
      const properties = schemas[nameOf(resource)]?.['properties'] as Record<string, Json>;
      for (const [name, field] of Object.entries(resource.fields)) {
        const { kind } = field;
        const isCollection = kind.edm === 'texts' || (kind.edm === 'complex' && kind.collection);
        const nullable = alike.some((other) => other.fields[name]?.nullable) && name !== 'id' && !isCollection;
        expect([resource.name, name, mayBeNull(properties[name] ?? {})]).toEqual([resource.name, name, nullable]);
      }
    }
  });

  it('tell nothing of columns that are not for the wire', () => {
    const columns = resources.flatMap(({ fields }) =>
      Object.entries(fields).map(([name, { column }]) => [name, column]),
    );
    const inner = columns
      .filter(([name, column]) => name !== column && column !== undefined)
      .map(([, column]) => column);
    expect(inner).toContain('createdAt');
    const internal = ['tenantId', 'tenant_id', 'policyVersion', 'createdAt', 'modifiedAt', 'settings', 'failure'];
    const answers = resources.map((resource) => schemas[nameOf(resource)]);
    const names = [...nodesOf(answers)].flatMap((node) => Object.keys(node));
    expect(names.filter((name) => internal.includes(name))).toEqual([]);
  });

  it('tell polymorphic parts by their @odata.type, each from all others', () => {
    const { mapping } = schemas['SubjectSet']?.['discriminator'] as { mapping: Record<string, string> };
    expect(Object.keys(mapping)).toHaveLength(14);
    const isSubjectSet = described.compile({ $ref: '#/components/schemas/SubjectSet' });
    const one = { '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 };
    expect(isSubjectSet(one)).toBe(true);
    expect(isSubjectSet({ ...one, '@odata.type': '#microsoft.graph.singleUser' })).toBe(false);
    expect(isSubjectSet({ ...one, '@odata.type': '#microsoft.graph.everybody' })).toBe(false);
    expect(isSubjectSet({ managerLevel: 1 })).toBe(false);
  });

  it('lose no member of a type that derives from one which stands for itself too', () => {
    const classes = [...new Set(derivedTypes.values())].filter((type) => type !== undefined);
    const deriving = classes.filter((type) => classes.some((base) => Object.getPrototypeOf(type) === base));
    expect(deriving.map(({ name }) => name)).toEqual(['AccessPackageDynamicApprovalStage']);
    for (const type of deriving) expect(schemas[schemaNameOf(type)]).toBeUndefined();
    const own = deriving.flatMap((type) =>
      Object.keys(new type()).filter((name) => !(name in new (Object.getPrototypeOf(type))())),
    );
    expect(own).toEqual([]);
  });
});
