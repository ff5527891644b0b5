import { heldAgainst } from './held-answers.js';

const metadata = `<Schema Namespace="microsoft.graph">
  <EntityType Name="entity"><Property Name="id" Type="Edm.String" Nullable="false" /></EntityType>
  <EntityType Name="accessPackageAssignment" BaseType="graph.entity">
    <Property Name="assignmentState" Type="Edm.String" Nullable="false" />
    <Property Name="expiredDateTime" Type="Edm.DateTimeOffset" />
    <Property Name="windows" Type="Collection(graph.window)" />
    <Property Name="kind" Type="graph.kindOfAccess" />
    <NavigationProperty Name="target" Type="graph.person" />
  </EntityType>
  <ComplexType Name="window" Abstract="true"><Property Name="days" Type="Edm.Int32" /></ComplexType>
  <ComplexType Name="longWindow" BaseType="graph.window"><Property Name="end" Type="Edm.Date" /></ComplexType>
  <EntityType Name="person" BaseType="graph.entity"><Property Name="isHere" Type="Edm.Boolean" /></EntityType>
  <EnumType Name="kindOfAccess"><Member Name="whole" /></EnumType>
</Schema>`;
const path = 'identityGovernance/entitlementManagement/assignments';
const all = [
  { path, entityType: 'accessPackageAssignment' },
  { path: 'users', entityType: 'user' },
];
const hold = heldAgainst({ in: () => ({ all }) }, () => Promise.resolve(metadata));

const context = `http://localhost/v1.0/$metadata#${path}`;
const assignment = {
  id: '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
  state: 'delivered',
  expiredDateTime: '2026-11-24T08:00:00.000Z',
  schedule: { expiration: { type: 'afterDuration', duration: 'PT36H', endDateTime: null }, recurrence: null },
  target: { id: '1', subjectType: 'user' },
};
const one = (changes: object) => ({ '@odata.context': `${context}(target())/$entity`, ...assignment, ...changes });
const page = (...value: object[]) => ({ '@odata.context': context, '@odata.count': value.length, value });
const innerError = { date: '2026-11-24T08:00:00', 'request-id': '1', 'client-request-id': '2' };

describe('answers', () => {
  it.each<[string, unknown]>([
    ['one entity', one({})],
    ['a page', page(assignment, assignment)],
    ['some of its members', { '@odata.context': `${context}(id,state)`, value: [{ id: '1', state: 'expired' }] }],
    ['somebody, whom only the SDK knows', { '@odata.context': 'https://a.example/v1.0/$metadata#users/$entity' }],
    ['a refusal', { error: { code: 'BadRequest', message: 'No.', innerError } }],
    ['a batch', { responses: [{ id: '1', status: 200, body: page(assignment) }, { id: '2' }] }],
    ['what says nothing of itself', { status: 'live' }],
    ['nothing', undefined],
  ])('hold: %s', async (_, body) => {
    await expect(hold(body)).resolves.toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['a member more', one({ expiredDatetime: null }), 'additional properties: "expiredDatetime"'],
    ['a member more on a page', page({ ...assignment, size: 1 }), '"size"'],
    ['a member more in a batch', { responses: [{ body: one({ size: 1 }) }] }, '"size"'],
    ['a word that is none', one({ state: 'Delivered' }), 'state must be equal to one'],
    ['another refusal', { error: { code: 'BadRequest', message: 'No.' } }, 'innerError'],
    [
      'a member of somebody that the SDK does not know',
      { '@odata.context': 'https://a.example/v1.0/$metadata#users', value: [{ size: 1 }] },
      '/value/0/size is not known',
    ],
    [
      'a time that the SDK reads as another',
      {
        '@odata.context': 'https://a.example/v1.0/$metadata#users/$entity',
        createdDateTime: '2026-11-24T08:00:00+01:00',
      },
      '/createdDateTime was "2026-11-24T08:00:00+01:00" and became "2026-11-24T07:00:00.000Z"',
    ],
  ])('do not hold: %s', async (_, body, complaint) => {
    await expect(hold(body)).rejects.toThrow(complaint);
  });
});

describe('answers of /beta', () => {
  const betaContext = context.replace('/v1.0/', '/beta/');
  const window = { '@odata.type': '#microsoft.graph.longWindow', days: 3, end: '2026-11-24' };
  const inBeta = (changes: object) => ({
    ...{ '@odata.context': `${betaContext}/$entity`, id: '1', assignmentState: 'Delivered', kind: 'whole' },
    ...{
      expiredDateTime: '2026-11-24T08:00:00.000Z',
      windows: [window],
      target: { id: '2', isHere: true },
      ...changes,
    },
  });

  it.each<[string, unknown]>([
    ['one entity', inBeta({})],
    ['null where it may be', inBeta({ expiredDateTime: null, kind: null, target: null })],
    ['a page', { '@odata.context': betaContext, '@odata.count': 1, value: [inBeta({})] }],
    ['a batch', { responses: [{ id: '1', status: 200, body: inBeta({}) }] }],
  ])('hold against the metadata there: %s', async (_, body) => {
    await expect(hold(body)).resolves.toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['a member that is not declared', inBeta({ state: 'delivered' }), '/state is not declared'],
    ['null where it may not be', inBeta({ assignmentState: null }), '/assignmentState is null'],
    ['null for a collection', inBeta({ windows: null }), '/windows is null'],
    ['a value of another type', inBeta({ assignmentState: 3 }), '/assignmentState is 3, no Edm.String'],
    ['a time of another zone', inBeta({ expiredDateTime: '2026-11-24T08:00:00+01:00' }), 'no Edm.DateTimeOffset'],
    ['a word that is none', inBeta({ kind: 'half' }), "/kind is 'half', no kindOfAccess"],
    ['what does not say its kind', inBeta({ windows: [{ days: 1 }] }), '/windows/0 does not say what kind'],
    ['another kind', inBeta({ windows: [{ '@odata.type': '#microsoft.graph.person' }] }), "'person', no window"],
    ['a member of another kind', inBeta({ windows: [{ ...window, isHere: true }] }), '/windows/0/isHere is not'],
    ['no object', inBeta({ target: 'x' }), '/target is no person'],
    ['no collection', { '@odata.context': betaContext, value: {} }, 'is no collection'],
  ])('do not hold: %s', async (_, body, complaint) => {
    await expect(hold(body)).rejects.toThrow(complaint);
  });
});
