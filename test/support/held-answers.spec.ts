import type { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { heldAgainst } from './held-answers.js';

const path = 'identityGovernance/entitlementManagement/assignments';
const all = [
  { path, entityType: 'accessPackageAssignment' },
  { path: 'users', entityType: 'user' },
];
const hold = heldAgainst({ all } as unknown as ResourceRegistry);

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
