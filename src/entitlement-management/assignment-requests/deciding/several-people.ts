import { DomainError } from '../../../platform/errors/domain-error.js';
import { type Readable, sees } from './told.js';

/** One address names more people than one. */
export class SeveralPeople extends DomainError {
  constructor(
    private readonly address: string,
    readonly ids: readonly string[],
  ) {
    super('DuplicateKey', `${several(address)}.`);
  }

  /** The same, with the ids of those whom somebody may read. */
  by(readable: Readable): DomainError {
    const seen = this.ids.filter((id) => sees(readable, id));
    return seen.length === 0 ? this : new DomainError(this.code, `${several(this.address)} (${seen.join(', ')}).`);
  }
}

const several = (address: string): string =>
  `Several people have the mail or user principal name '${address}': name one of them by 'assignment.targetId'`;
