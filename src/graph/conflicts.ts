import { conflicts } from '../platform/database/prisma-errors.js';

conflicts.handIn({
  open_request: [
    'ExistingOpenRequest',
    'The target already has an open request for this access package: wait for it, or cancel it.',
  ],
  open_removal: ['ExistingOpenRequest', 'The assignment already has an open removal request.'],
  service_principal: [
    'DuplicateKey',
    'Another service principal has this id, or is of this application, already: use that one, or delete it first.',
  ],
  role_assignment: ['DuplicateKey', 'The principal has this role in this scope already: there is nothing to add.'],
  catalog_resource: ['ResourceAlreadyOnboarded', 'The catalog has this resource already: there is nothing to add.'],
  resource_role_scope: ['DuplicateKey', 'The access package gives this role already: there is nothing to add.'],
  live_assignment: ['InvalidRequestExistingGrant', 'The target already has this access package under this policy.'],
});
