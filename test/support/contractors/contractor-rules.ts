import {
  PolicyRule,
  type PolicyRuleClass,
  type RequestFacts,
} from '../../../src/entitlement-management/assignment-requests/index.js';
import { DomainError } from '../../../src/platform/errors/domain-error.js';

/** A contract has an end, so has the access. */
@PolicyRule({ types: ['contractorAdd'] })
export class ContractsEnd implements PolicyRuleClass {
  check({ schedule }: RequestFacts): DomainError | undefined {
    const end = schedule?.expiration?.type;
    return end === 'afterDateTime' || end === 'afterDuration'
      ? undefined
      : new DomainError('PolicyRequirementsNotMet', "A contractor's access needs an end: send 'schedule.expiration'.");
  }
}

/** Asked before `ContractsEnd`, by its name; only what people ask for themselves is its business too. */
@PolicyRule({ types: ['contractorAdd', 'userAdd'] })
export class AbroadIsClosed implements PolicyRuleClass {
  check({ target }: RequestFacts): DomainError | undefined {
    return target?.displayName.endsWith('(abroad)')
      ? new DomainError('PolicyRequirementsNotMet', 'People abroad get access on paper only.')
      : undefined;
  }
}
