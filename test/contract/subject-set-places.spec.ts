import { describe, expect, it } from '@jest/globals';
import { heeded, kindOf, type PolicyPlace } from '../../src/entitlement-management/subject-sets/index.js';
import { warningsOf } from '../../src/entitlement-management/assignment-policies/policy-lint.js';
import { wordingOf } from '../../src/entitlement-management/assignment-policies/beta/policy-wording.js';
import { subjectSetTypes } from '../../src/entitlement-management/subject-sets/subject-sets.body.js';
import { whoMayAsk } from '../../src/entitlement-management/assignment-requests/deciding/policy-scope.js';
import type { Person } from '../../src/entitlement-management/assignment-requests/deciding/request-facts.js';
import { requestorMayAskForTarget } from '../../src/entitlement-management/assignment-requests/deciding/requestor.rules.js';
import { kindsByName } from '../../src/entitlement-management/subject-sets/kinds/table.js';
import { caller, facts as factsOf, policy } from '../support/request-facts.js';

/** Somebody whom every kind of set would name if it were understood. */
const everybodys: Person = {
  ...{ id: 'me', accountEnabled: true, userType: 'Member', displayName: 'Me', mail: null, userPrincipalName: 'me' },
  ...{ groupIds: ['group'], organizationIds: ['organization'], managerIds: ['me'] },
};

const setOf = (type: string) => ({
  '@odata.type': `#${type}`,
  ...{ userId: 'me', groupId: 'group', connectedOrganizationId: 'organization', managerLevel: 1 },
  ...{ groups: [{ id: 'group' }], servicePrincipalId: 'me', membershipRule: 'true', rule: 'true' },
});
type Set = ReturnType<typeof setOf>;

const inScope = (allowedTargetScope: string) => (set: Set) =>
  whoMayAsk({ allowedTargetScope, settings: { specificAllowedTargets: [set] } }, everybodys, {
    isExternallyVisible: true,
  }) === undefined;

/** Whether a request is let through because of a set, in the places that a request is judged by. */
const works: Partial<Record<PolicyPlace, (set: Set) => boolean>> = {
  specificDirectoryUsers: inScope('specificDirectoryUsers'),
  specificConnectedOrganizationUsers: inScope('specificConnectedOrganizationUsers'),
  onBehalfRequestors: (set) => {
    const requestorSettings = { enableOnBehalfRequestorsToAddAccess: true, onBehalfRequestors: [set] };
    const asked = policy({ settings: { requestorSettings } });
    const me = { ...caller, objectId: 'me' };
    const facts = factsOf({ caller: me, targetId: 'other', requestor: everybodys, target: everybodys, policy: asked });
    return requestorMayAskForTarget(facts) === undefined;
  },
};

/** A policy with one set in one of its members. */
const policyWith = (member: string, set: Set) => {
  const requestorSettings = {
    ...{ enableTargetsToSelfAddAccess: true, enableOnBehalfRequestorsToAddAccess: true },
    ...(member === 'onBehalfRequestors' ? { onBehalfRequestors: [set] } : {}),
  };
  const isTarget = member.startsWith('specific') || member === 'allMemberUsers';
  const stages = member.endsWith('pprovers') ? [{ [member]: [set] }] : [];
  return {
    ...{ id: 'p', allowedTargetScope: isTarget ? member : 'allMemberUsers' },
    settings: {
      ...{ requestorSettings, requestApprovalSettings: { stages } },
      ...(isTarget ? { specificAllowedTargets: [set] } : {}),
    },
  };
};
const isWarnedAbout = (member: string, set: Set): boolean =>
  warningsOf({
    now: new Date(0),
    say: wordingOf['v1.0'],
    policy: policyWith(member, set),
    others: [],
    approvers: [],
    targets: null,
    goneGroups: [],
    idleStages: [],
  }).some((warning) => warning.includes(`(${kindOf(set)})`) && warning.includes('name nobody here'));

const members: Readonly<Record<string, PolicyPlace | undefined>> = {
  ...{ specificDirectoryUsers: 'specificDirectoryUsers', onBehalfRequestors: 'onBehalfRequestors' },
  ...{ specificConnectedOrganizationUsers: 'specificConnectedOrganizationUsers', allMemberUsers: undefined },
  ...{ primaryApprovers: 'approvers', fallbackPrimaryApprovers: 'approvers' },
  ...{ escalationApprovers: 'approvers', fallbackEscalationApprovers: 'approvers' },
};
const cells = Object.keys(members).flatMap((member) => subjectSetTypes.map((type) => [member, type] as const));

describe('a subject set', () => {
  it.each(cells)('in %s of the type %s has its effect, or is warned about', (member, type) => {
    const place = members[member];
    const set = setOf(type);
    const isHeeded = place !== undefined && heeded(place, [set]).length === 1;
    expect(isWarnedAbout(member, set)).toBe(!isHeeded);
    const effect = place && works[place];
    if (effect) expect(effect(set)).toBe(isHeeded);
  });

  it.each(kindsByName)('of the kind %s is found and asked about wherever it counts', (_, kind) => {
    const judgedByFacts = kind.places.filter((place) => place !== 'approvers');
    expect(kind.people !== undefined).toBe(kind.places.includes('approvers'));
    if (judgedByFacts.length > 0) expect(kind.namedBy ?? kind.means).toBeDefined();
  });
});
