import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { IncompatibilityDeclared, IncompatibilityWithdrawn } from './access-package.events.js';
import type { AccessPackage } from './access-package.js';

/** What keeps a package from people: holding another package, or being in a group. It says nothing of the other way round. */
export interface Incompatibility {
  readonly kind: 'accessPackage' | 'group';
  readonly otherId: string;
}

const words = { accessPackage: 'access package', group: 'group' } as const;

/** The package keeps those out who have the other one, or are in the group; nobody who has both loses anything. */
export function declareIncompatible(
  accessPackage: AccessPackage,
  { kind, otherId }: Incompatibility,
  isDeclared: boolean,
): Decision<AccessPackage> {
  if (otherId === accessPackage.id) {
    throw new DomainError('InvalidModel', 'The model is invalid: an access package is not incompatible with itself.');
  }
  if (isDeclared) {
    throw new DomainError('DuplicateKey', `The ${words[kind]} '${otherId}' is incompatible with this one already.`);
  }
  return { row: accessPackage, events: [new IncompatibilityDeclared(accessPackage.id, kind, otherId)] };
}

export function withdrawIncompatibility(
  accessPackage: AccessPackage,
  { kind, otherId }: Incompatibility,
  isDeclared: boolean,
): Decision<AccessPackage> {
  if (!isDeclared) {
    throw new DomainError(
      'ResourceNotFound',
      `The ${words[kind]} '${otherId}' is not incompatible with this access package.`,
    );
  }
  return { row: accessPackage, events: [new IncompatibilityWithdrawn(accessPackage.id, kind, otherId)] };
}
