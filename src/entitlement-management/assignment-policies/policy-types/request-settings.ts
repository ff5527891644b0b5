import { applyDecorators } from '@nestjs/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Flag, Period } from '../../../platform/edm/members.js';
import { type SubjectSet, SubjectSets } from '../../subject-sets/index.js';
import { otherWords } from '../beta/scopes.js';
import { WireName } from '../../../platform/edm/type-names.js';

/** Beta's own word for the policy's scope, which stands in no description of v1.0. */
const ScopeWord = () =>
  applyDecorators(ApiHideProperty(), IsOptional(), IsIn(Object.keys(otherWords), { message: 'is not a member here' }));

/** Who may ask under a policy, for themselves or for others, and for what. */
@WireName('AccessPackageAssignmentRequestorSettings')
export class AccessPackageAssignmentRequestorSettings {
  @Flag() enableTargetsToSelfAddAccess: boolean | null = false;
  @Flag() enableTargetsToSelfUpdateAccess: boolean | null = false;
  @Flag() enableTargetsToSelfRemoveAccess: boolean | null = false;
  @Flag() allowCustomAssignmentSchedule: boolean | null = false;
  @Flag() enableOnBehalfRequestorsToAddAccess: boolean | null = false;
  @Flag() enableOnBehalfRequestorsToUpdateAccess: boolean | null = false;
  @Flag() enableOnBehalfRequestorsToRemoveAccess: boolean | null = false;
  @SubjectSets(100) onBehalfRequestors: SubjectSet[] = [];
  @ScopeWord() scopeType?: string | null;
}

/** Whether access comes and goes by itself as people enter and leave the policy's scope. */
@WireName('AccessPackageAutomaticRequestSettings')
export class AccessPackageAutomaticRequestSettings {
  @Flag() requestAccessForAllowedTargets: boolean | null = false;
  @Flag() removeAccessWhenTargetLeavesAllowedTargets: boolean | null = false;
  @Period() gracePeriodBeforeAccessRemoval: string | null = null;
}

/** Whether people are told of their assignments. */
@WireName('AccessPackageNotificationSettings')
export class AccessPackageNotificationSettings {
  @Flag('omittable') isAssignmentNotificationDisabled = false;
}
