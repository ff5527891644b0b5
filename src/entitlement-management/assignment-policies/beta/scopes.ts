import { DomainError } from '../../../platform/errors/domain-error.js';
import { type AllowedTargetScope, allowedTargetScopes } from '../policy-settings.js';

/** Beta's words for who may ask, by v1.0's. */
const words: Partial<Record<AllowedTargetScope, string>> = {
  notSpecified: 'NoSubjects',
  specificDirectoryUsers: 'SpecificDirectorySubjects',
  specificConnectedOrganizationUsers: 'SpecificConnectedOrganizationSubjects',
  allConfiguredConnectedOrganizationUsers: 'AllConfiguredConnectedOrganizationSubjects',
  allMemberUsers: 'AllExistingDirectoryMemberUsers',
  allDirectoryUsers: 'AllExistingDirectorySubjects',
  allExternalUsers: 'AllExternalSubjects',
};

/** Beta's other word for a scope that has one already: it is kept beside, as v1.0 cannot say it. */
export const otherWords: Readonly<Record<string, AllowedTargetScope>> = {
  AllExistingConnectedOrganizationSubjects: 'allConfiguredConnectedOrganizationUsers',
};

/** What beta says of each scope; one that only v1.0 has is said in its word. */
const known: ReadonlyMap<string, AllowedTargetScope> = new Map([
  ...allowedTargetScopes.map((scope) => [words[scope] ?? scope, scope] as const),
  ...Object.entries(otherWords),
]);

/** The words that beta takes. */
export const scopeTypes: readonly string[] = [...known.keys()];

/** Scopes for which beta has two words. */
const ambiguous: ReadonlySet<string> = new Set(Object.values(otherWords));

interface Scope {
  readonly scope: AllowedTargetScope;
  /** Which of beta's two words it was; null for the usual one. */
  readonly word?: string | null;
}

/** A word of beta's as v1.0's scope. */
export function scopeFromBeta(value: unknown): Scope {
  if (value === null) return { scope: 'notSpecified' };
  const asked = typeof value === 'string' ? value.toLowerCase() : undefined;
  const [word, scope] = [...known].find(([one]) => one.toLowerCase() === asked) ?? [];
  if (word !== undefined && scope !== undefined)
    return ambiguous.has(scope) ? { scope, word: word in otherWords ? word : null } : { scope };
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: 'requestorSettings.scopeType' must be one of ${scopeTypes.join(', ')}.`,
  );
}

/** A scope in beta's word; in the one that was sent, while it still is that scope. */
export function scopeToBeta(scope: string, sent?: string | null): string {
  if (sent && otherWords[sent] === scope) return sent;
  return words[scope as AllowedTargetScope] ?? scope;
}
