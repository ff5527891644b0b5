import { DomainError } from '../../../platform/errors/domain-error.js';

/** What somebody may not act on does not exist for them: Graph answers 404, not 403, for what the caller may not see. */
export class NoAuthority extends DomainError {
  constructor(message: string) {
    super('ResourceNotFound', message);
  }
}
