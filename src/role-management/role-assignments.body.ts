import { BodyOf } from '../platform/beta/bodies.js';
import { PassesOverOnlyIf, Refuses } from '../platform/edm/member-classes.js';
import { check } from '../platform/edm/member.js';
import { Guid, Text } from '../platform/edm/members.js';
import { WireName } from '../platform/edm/type-names.js';
import { Example } from '../platform/openapi/example.js';
import { catalogIn } from './app-scope.js';

const isEverywhere = (value: unknown): boolean => value === '/' || value === null;

/** A role for somebody as a POST carries it. */
@Example({
  principalId: '0a000000-0000-4000-8000-000000000003',
  roleDefinitionId: '44272f93-9762-48e8-af59-1b5351b1d6b3',
  appScopeId: '/AccessPackageCatalog/0d000000-0000-4000-8000-0000000000c1',
})
@BodyOf('unifiedRoleAssignment')
@PassesOverOnlyIf(isEverywhere, "must be '/' or null: where a role is held says 'appScopeId'", 'directoryScopeId')
@Refuses('is not taken here: the server says it', 'id', 'principalOrganizationId')
@Refuses('is not kept here: a role is held without a condition', 'condition')
@Refuses("is not taken here: send 'principalId'", 'principal', 'principal@odata.bind')
@Refuses("is not taken here: send 'roleDefinitionId'", 'roleDefinition', 'roleDefinition@odata.bind')
@Refuses("is not taken here: send 'appScopeId'", 'appScope', 'appScope@odata.bind')
@Refuses("is not taken here: send 'appScopeId'", 'directoryScope', 'directoryScope@odata.bind')
@WireName('RoleAssignmentBody')
export class RoleAssignmentBody {
  @Guid('required') principalId: string;
  @Guid('required') roleDefinitionId: string;
  @Text(
    200,
    'required',
    check(
      'scope',
      (value) => typeof value === 'string' && catalogIn(value) !== undefined,
      "must be '/' or '/AccessPackageCatalog/{id}' with the id of a catalog",
    ),
  )
  appScopeId: string;
}
