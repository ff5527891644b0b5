import { BodyOf } from '../../platform/beta/bodies.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../../platform/edm/member-classes.js';
import { Flag, Guid, Part, Text } from '../../platform/edm/members.js';
import { WireName } from '../../platform/edm/type-names.js';
import { Example } from '../../platform/openapi/example.js';
import { type NamedPart, type NamedRole, OriginId } from '../resources/index.js';

/** What a role has for an id at Graph before a package gives it. */
const noId = '00000000-0000-0000-0000-000000000000';

interface SaidPart {
  readonly id?: string | null;
  readonly originId?: string | null;
  readonly originSystem?: string | null;
}

const named = ({ id, originId, originSystem }: SaidPart = {}): NamedPart => ({
  id: id === noId ? undefined : (id ?? undefined),
  originId: originId ?? undefined,
  originSystem: originSystem ?? undefined,
});

/** Names the resource of a role or a scope. */
@BodyOf('accessPackageResource')
@PassesOver('displayName', 'description', 'createdDateTime', 'modifiedDateTime', 'addedBy', 'addedOn', 'resourceType')
@PassesOver('isPendingOnboarding', 'url', 'attributes', 'environment', 'roles', 'scopes', 'uploadSessions')
@WireName('ResourceLink')
class ResourceLink {
  @Guid() id?: string | null;
  @OriginId() originId?: string | null;
  @Text(100) originSystem?: string | null;
}

/** The role that is given: by its id, or by what it is called in its system. */
@BodyOf('accessPackageResourceRole')
@PassesOver('displayName', 'description')
@Refuses('is not served: roles here have no type', 'type')
@WireName('ResourceRoleLink')
class ResourceRoleLink {
  @Guid() id?: string | null;
  @OriginId() originId?: string | null;
  @Text(100) originSystem?: string | null;
  @Part(() => ResourceLink) resource?: ResourceLink | null;
}

/** Where in its resource the role counts. */
@BodyOf('accessPackageResourceScope')
@PassesOver('displayName', 'description', 'url')
@PassesOverOnlyIf((value) => value === '', 'must be empty: scopes here have no role', 'roleOriginId')
@WireName('ResourceScopeLink')
class ResourceScopeLink {
  @Guid() id?: string | null;
  @OriginId() originId?: string | null;
  @Text(100) originSystem?: string | null;
  @Flag() isRootScope?: boolean | null;
  @Part(() => ResourceLink) resource?: ResourceLink | null;
}

/** A role that a package is to give, as a POST carries it. */
@Example({
  role: {
    originId: 'Member_0d000000-0000-4000-8000-0000000000e1',
    originSystem: 'AadGroup',
    resource: { originId: '0d000000-0000-4000-8000-0000000000e1', originSystem: 'AadGroup' },
  },
  scope: { originId: '0d000000-0000-4000-8000-0000000000e1', originSystem: 'AadGroup', isRootScope: true },
})
@BodyOf('accessPackageResourceRoleScope')
@Refuses('is not taken here: the server says it', 'id', 'createdDateTime')
@Refuses('is not taken here: the server says it', 'createdBy', 'modifiedBy', 'modifiedDateTime')
@WireName('ResourceRoleScopeBody')
export class ResourceRoleScopeBody {
  @Part(() => ResourceRoleLink, 'required') role: ResourceRoleLink;
  @Part(() => ResourceScopeLink, 'required') scope: ResourceScopeLink;

  /** What is said of the role and its scope, whichever spelling was used. */
  named(): NamedRole {
    const { role, scope } = this;
    return {
      role: { ...named(role), resource: named(role.resource ?? {}) },
      scope: {
        ...named(scope),
        resource: named(scope.resource ?? {}),
        isRootScope: scope.isRootScope ?? undefined,
      },
    };
  }
}
