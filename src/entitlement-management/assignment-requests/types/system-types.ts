import type { AssignmentRequest } from '../assignment-request.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';

/** What only the server itself writes, such as the removal of a leaver's access; from outside it is refused before it comes here. */
@HandlesRequestType('systemRemove', { sentBy: 'system', alsoCalled: ['systemAdd', 'systemUpdate'] })
export class SystemTypes implements RequestTypeHandler {
  handle(): Promise<AssignmentRequest> {
    throw new DomainError('UnAuthorized', 'Only the server itself writes requests of this type.');
  }
}
