import { allowedTargetScopes } from '../../assignment-policies/index.js';
import type { SubjectSet } from '../../subject-sets/index.js';
import { whoMayAsk } from './policy-scope.js';
import type { Person, PolicyFacts } from './request-facts.js';

const person = (members: Partial<Person> = {}): Person => ({
  id: 'u1',
  displayName: 'Ada',
  userType: 'Member',
  accountEnabled: true,
  groupIds: ['g1'],
  managerIds: [],
  organizationIds: [],
  ...members,
});
const policy = (allowedTargetScope: string, specificAllowedTargets?: SubjectSet[]): PolicyFacts => ({
  id: 'a1',
  displayName: 'Some',
  version: 1,
  accessPackageId: 'p1',
  allowedTargetScope,
  settings: specificAllowedTargets ? { specificAllowedTargets } : {},
});
const set = (type: string, members: object = {}): SubjectSet => ({ '@odata.type': type, ...members });
const open = { isExternallyVisible: true };
const closed = { isExternallyVisible: false };

const people = {
  member: person(),
  guest: person({ userType: 'Guest' }),
  partner: person({ userType: 'Guest', organizationIds: ['o1'] }),
};
const sets = [
  set('#microsoft.graph.groupMembers', { groupId: 'g1' }),
  set('microsoft.graph.connectedOrganizationMembers', { connectedOrganizationId: 'o1' }),
];

/** Who may ask where the catalog is open to people from outside; a scope that is not here is for nobody. */
const table: Readonly<Record<string, (keyof typeof people)[]>> = {
  specificDirectoryUsers: ['member', 'guest', 'partner'],
  specificConnectedOrganizationUsers: ['partner'],
  allMemberUsers: ['member'],
  allDirectoryUsers: ['member', 'guest', 'partner'],
  allConfiguredConnectedOrganizationUsers: ['partner'],
  allExternalUsers: ['guest', 'partner'],
};
const forOutsiders = [
  'specificConnectedOrganizationUsers',
  'allConfiguredConnectedOrganizationUsers',
  'allExternalUsers',
];

describe('the scope of a policy', () => {
  const cases = allowedTargetScopes.flatMap((scope) =>
    Object.entries(people).map(([name, one]) => [scope, name, one] as const),
  );

  it.each(cases)('%s lets in whom it is for: %s', (scope, name, one) => {
    const isFor = table[scope]?.some((known) => known === name) === true;
    expect(whoMayAsk(policy(scope, sets), one, open) === undefined).toBe(isFor);
    const inClosed = isFor && !forOutsiders.includes(scope);
    expect(whoMayAsk(policy(scope, sets), one, closed) === undefined).toBe(inClosed);
    expect(whoMayAsk(policy(scope, sets), one, null) === undefined).toBe(isFor);
  });

  it.each<[string, SubjectSet, boolean]>([
    ['themselves', set('#microsoft.graph.singleUser', { userId: 'u1' }), true],
    ['somebody else', set('#microsoft.graph.singleUser', { userId: 'u2' }), false],
    ['another group', set('#microsoft.graph.groupMembers', { groupId: 'g2' }), false],
    ['no group', set('#microsoft.graph.groupMembers', { groupId: null }), false],
    ['an organization', set('#microsoft.graph.connectedOrganizationMembers', { connectedOrganizationId: 'o1' }), false],
    ['a rule', set('#microsoft.graph.attributeRuleMembers', { membershipRule: 'true' }), false],
  ])('of specific people, naming %s', (_, one, allowed) => {
    expect(whoMayAsk(policy('specificDirectoryUsers', [one]), people.partner, open) === undefined).toBe(allowed);
  });

  it.each<[string, SubjectSet, boolean]>([
    ['theirs', set('#microsoft.graph.connectedOrganizationMembers', { connectedOrganizationId: 'o1' }), true],
    ['another', set('#microsoft.graph.connectedOrganizationMembers', { connectedOrganizationId: 'o2' }), false],
    ['none', set('#microsoft.graph.connectedOrganizationMembers'), false],
    ['themselves', set('#microsoft.graph.singleUser', { userId: 'u1' }), false],
  ])('of specific organizations, naming %s', (_, one, allowed) => {
    const specific = policy('specificConnectedOrganizationUsers', [one]);
    expect(whoMayAsk(specific, people.partner, open) === undefined).toBe(allowed);
  });

  it('lets nobody in where it is for specific ones and names none', () => {
    for (const scope of ['specificDirectoryUsers', 'specificConnectedOrganizationUsers'])
      expect(whoMayAsk(policy(scope), people.partner, open)).toContain(scope);
  });

  it('says why it lets somebody out', () => {
    expect(whoMayAsk(policy('allExternalUsers'), people.guest, closed)).toContain('isExternallyVisible');
    expect(whoMayAsk(policy('allDirectoryServicePrincipals'), people.member, open)).toContain('allows nobody');
    expect(whoMayAsk(policy('notSpecified'), people.member, open)).toContain('direct assignment');
  });
});
