import { type KindName, kindNames, kindOf, type SubjectSet } from '../subject-set.js';
import * as beta from '../subject-sets.beta.js';
import * as body from '../subject-sets.body.js';
import type { Kind } from './kind.js';
import { connectedOrganizationMembers, groupBasedSubjectSet, groupMembers, singleUser } from './named.js';
import { externalSponsors, internalSponsors, requestorManager, targetManager, targetUserSponsors } from './related.js';

/** Kept and answered; they name nobody, as the directory knows people and groups only. */
const ofOthers = { places: [] } as const;

/** Every kind of subject set: the one place that knows them. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  singleUser,
  groupMembers,
  connectedOrganizationMembers,
  singleServicePrincipal: {
    ...ofOthers,
    declared: body.SingleServicePrincipal,
    inBeta: beta.SingleServicePrincipal,
    idMember: 'servicePrincipalId',
  },
  attributeRuleMembers: { ...ofOthers, declared: body.AttributeRuleMembers, inBeta: beta.AttributeRuleMembers },
  requestorManager,
  targetManager,
  internalSponsors,
  externalSponsors,
  targetUserSponsors,
  targetApplicationOwners: { ...ofOthers, declared: body.RelatedSubjects, isRelative: true },
  targetAgentIdentitySponsorsOrOwners: { ...ofOthers, declared: body.RelatedSubjects, isRelative: true },
  'identityGovernance.groupBasedSubjectSet': groupBasedSubjectSet,
  'identityGovernance.ruleBasedSubjectSet': {
    ...ofOthers,
    declared: body.RuleBasedSubjectSet,
    inBeta: beta.RuleBasedSet,
  },
};

/** The kinds in the order of their names' list, which answers and descriptions follow. */
export const kindsByName = kindNames.map((name) => [name, kinds[name]] as const);

/** What a set is; undefined where no kind has its type. */
export function kindNamed(set: Pick<SubjectSet, '@odata.type'>): Kind | undefined {
  const name = kindOf(set);
  return Object.hasOwn(kinds, name) ? kinds[name as KindName] : undefined;
}
