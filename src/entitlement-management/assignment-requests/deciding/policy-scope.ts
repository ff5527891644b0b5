import { audiencesIn, isMeant } from '../../subject-sets/index.js';
import type { PackageFacts, Person, PolicyFacts } from './request-facts.js';

/** What of a policy says whom it lets ask. */
type ScopeFacts = Pick<PolicyFacts, 'allowedTargetScope' | 'settings'>;

type Scope = (policy: ScopeFacts, person: Person) => string | undefined;

/** Why a person is outside a policy's scope, by allowedTargetScope; what is absent here and below allows nobody. */
const scopes: Readonly<Record<string, Scope>> = {
  notSpecified: () => 'it is for direct assignment only (allowedTargetScope is notSpecified).',
  specificDirectoryUsers: ({ settings }, person) =>
    isMeant('specificDirectoryUsers', settings.specificAllowedTargets, person)
      ? undefined
      : `you are not among its specificAllowedTargets (allowedTargetScope is specificDirectoryUsers)${beyond(person)}.`,
  allMemberUsers: (_, person) =>
    person.userType === 'Member'
      ? undefined
      : 'it is for members only, and you are a guest (allowedTargetScope is allMemberUsers).',
  allDirectoryUsers: () => undefined,
};

/** Whoever is in more groups than are looked at is in none of them, and is told so. */
const beyond = ({ groupIds }: Person): string =>
  groupIds === null ? '; you are in more groups of groups than are looked at, and so in none here' : '';

/** The scopes that are for people from outside: their catalog has to be open to them as well. */
const outsideScopes: Readonly<Record<string, Scope>> = {
  specificConnectedOrganizationUsers: ({ settings }, person) =>
    isMeant('specificConnectedOrganizationUsers', settings.specificAllowedTargets, person)
      ? undefined
      : 'you come from none of the connected organizations that it names (allowedTargetScope is specificConnectedOrganizationUsers).',
  allConfiguredConnectedOrganizationUsers: (_, person) =>
    person.organizationIds.length > 0
      ? undefined
      : 'you come from no configured connected organization (allowedTargetScope is allConfiguredConnectedOrganizationUsers).',
  allExternalUsers: (_, person) =>
    person.userType === 'Guest'
      ? undefined
      : 'it is for people from outside, and you are a member (allowedTargetScope is allExternalUsers).',
};

/** Why this person may not ask under this policy; nothing when they may. */
export function whoMayAsk(
  policy: ScopeFacts,
  person: Person,
  accessPackage: Pick<PackageFacts, 'isExternallyVisible'> | null,
): string | undefined {
  const name = policy.allowedTargetScope;
  const scope = scopes[name];
  if (scope) return scope(policy, person);
  const outside = outsideScopes[name];
  if (!outside) return `its scope, ${name}, allows nobody on this server.`;
  return accessPackage && !accessPackage.isExternallyVisible
    ? 'the catalog of the access package is not visible to people from outside (isExternallyVisible).'
    : outside(policy, person);
}

/** The scopes that let this person ask whatever else a policy says, in a catalog that is open to people from outside or not. */
const scopesOpenTo = (person: Person, isExternallyVisible: boolean): string[] =>
  Object.keys({ ...scopes, ...(isExternallyVisible ? outsideScopes : {}) }).filter(
    (allowedTargetScope) =>
      whoMayAsk({ allowedTargetScope, settings: {} }, person, { isExternallyVisible }) === undefined,
  );

/**
 * Under which audiences offers are kept that take this person, in a catalog that is open to people from outside or not.
 *
 * The database works out whom a policy takes when it is written (audiences_of): whoMayAsk, asked from the person's side.
 */
export const audiencesOf = (person: Person, isExternallyVisible: boolean): string[] => [
  ...scopesOpenTo(person, isExternallyVisible),
  ...audiencesIn('specificDirectoryUsers', person),
  ...(isExternallyVisible ? audiencesIn('specificConnectedOrganizationUsers', person) : []),
];
