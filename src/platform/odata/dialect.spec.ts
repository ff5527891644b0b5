import { anApplication } from '../../../test/support/odata-callers.js';
import { EntityPlace } from './plan/entity-place.js';
import { filterOf } from './plan/filter.js';
import { readFilter } from './query/filter-parser.js';
import { entityAnswer } from './render.js';
import { inDialect } from './dialect.js';
import { ResourceRegistry } from './resource-registry.js';
import { enumeration, guid, toMany, toOne, resource, text } from './resource.js';
import { Source } from './sql/source.js';

interface Row {
  readonly id: string;
  readonly requestType: string;
  readonly state: string;
  readonly justification: string;
}

const requests = resource<'assignmentRequest', Row>({
  ...{
    name: 'requests',
    path: 'identityGovernance/entitlementManagement/assignmentRequests',
    model: 'assignmentRequest',
  },
  entityType: 'accessPackageAssignmentRequest',
  readBy: 'entitlements.read',
  fields: {
    id: guid('id'),
    requestType: enumeration('accessPackageRequestType', ['adminAdd', 'userUpdate'])('requestType'),
    state: enumeration('accessPackageRequestState', ['submitted', 'partiallyDelivered'])('state'),
    justification: text('justification'),
  },
  links: { assignment: toOne('held', 'assignment') },
  visibleTo: () => ({}),
});
const held = resource<'assignment', Row>({
  ...{ name: 'held', path: 'identityGovernance/entitlementManagement/assignments', model: 'assignment' },
  entityType: 'accessPackageAssignment',
  readBy: 'entitlements.read',
  fields: { id: guid('id'), state: enumeration('accessPackageAssignmentState', ['delivered'])('state') },
  links: { requests: toMany('requests') },
  visibleTo: () => ({}),
});

const registry = new ResourceRegistry([requests, held]);
const row = { id: '1', requestType: 'userUpdate', state: 'partiallyDelivered', justification: 'Why' };

function whereOn(dialect: 'v1.0' | 'beta', filter: string) {
  const it = new EntityPlace(inDialect(requests, dialect), Source.of(requests.model));
  const scope = {
    it,
    variables: new Map(),
    steps: { left: 150 },
    registry: registry.in(dialect),
    caller: anApplication(),
  };
  const { sql, values } = filterOf(readFilter(filter), scope);
  return { sql, values };
}

const asked = { base: 'http://host/beta', dialect: 'beta' } as const;

describe('a resource seen in beta', () => {
  it('is answered in the names and words of beta, under its address', () => {
    expect(entityAnswer(inDialect(requests, 'beta'), row, asked).body).toEqual({
      '@odata.context':
        'http://host/beta/$metadata#identityGovernance/entitlementManagement/accessPackageAssignmentRequests/$entity',
      ...{ id: '1', requestType: 'UserExtend', requestState: 'PartiallyDelivered', justification: 'Why' },
    });
  });

  it('keeps the words that extensions bring', () => {
    const answer = entityAnswer(inDialect(requests, 'beta'), { ...row, requestType: 'contractorAdd' }, asked).body;
    expect(answer['requestType']).toBe('contractorAdd');
  });

  it('has the ids that beta has beside links', () => {
    expect(Object.keys(inDialect(held, 'beta').fields)).toEqual([
      ...['id', 'assignmentState', 'accessPackageId', 'assignmentPolicyId'],
    ]);
  });

  it('is made once, and is what it is in every dialect', () => {
    const seen = inDialect(requests, 'beta');
    expect(inDialect(requests, 'beta')).toBe(seen);
    expect(inDialect(seen, 'v1.0')).toBe(seen);
    expect(registry.in('beta').named('requests')).toBe(seen);
    expect(inDialect(requests, 'v1.0')).toBe(requests);
  });
});

describe('a filter', () => {
  it.each([
    ["requestState eq 'PartiallyDelivered'", "state eq 'partiallyDelivered'"],
    ["requestType eq 'UserExtend'", "requestType eq 'userUpdate'"],
    ["requestType in ('UserUpdate','AdminAdd')", "requestType in ('userUpdate','adminAdd')"],
    ["accessPackageAssignment/assignmentState ne 'Delivered'", "assignment/state ne 'delivered'"],
    ["assignment/assignmentState ne 'delivered'", "assignment/state ne 'delivered'"],
  ])('%s means the same in both dialects', (beta, ours) => {
    expect(whereOn('beta', beta)).toEqual(whereOn('v1.0', ours));
    expect(whereOn('v1.0', beta)).toEqual(whereOn('v1.0', ours));
    expect(whereOn('beta', ours)).toEqual(whereOn('v1.0', ours));
  });

  it.each(["assignmentState eq 'delivered'", "catalogStatus eq 'x'", "requestState eq 'nowhere'"])(
    '%s is refused in both',
    (filter) => {
      expect(() => whereOn('beta', filter)).toThrow(expect.objectContaining({ code: 'InvalidFilter' }));
      expect(() => whereOn('v1.0', filter)).toThrow(expect.objectContaining({ code: 'InvalidFilter' }));
    },
  );
});
