import { DomainError, PolicyRule, type PolicyRuleClass, type RequestFacts } from 'open-entitlements/extend';
import { type Contract, Contracts } from './contracts.js';

/** Nobody has access beyond their contract. */
@PolicyRule({ types: ['contractorAdd'] })
export class AccessEndsWithTheContract implements PolicyRuleClass<Contract | undefined> {
  constructor(private readonly contracts: Contracts) {}

  gather({ targetId }: RequestFacts): Promise<Contract | undefined> {
    return this.contracts.of(targetId);
  }

  check({ schedule }: RequestFacts, contract: Contract | undefined): DomainError | undefined {
    if (!contract) return new DomainError('PolicyRequirementsNotMet', 'There is no contract with this person.');
    const end = schedule?.expiration?.type === 'afterDateTime' && schedule.expiration.endDateTime;
    return end && Date.parse(end) <= Date.parse(contract.until)
      ? undefined
      : new DomainError(
          'PolicyRequirementsNotMet',
          `The contract ends at ${contract.until}: send a 'schedule.expiration' with an 'endDateTime' until then.`,
        );
  }
}

/** Asked for what people ask for themselves, too. */
@PolicyRule({ types: ['contractorAdd', 'userAdd'] })
export class AbroadIsClosed implements PolicyRuleClass {
  check({ target }: RequestFacts): DomainError | undefined {
    return target?.displayName.endsWith('(abroad)')
      ? new DomainError('PolicyRequirementsNotMet', 'People abroad get access on paper only.')
      : undefined;
  }
}
