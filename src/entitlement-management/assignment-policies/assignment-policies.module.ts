import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { AccessPackagesModule } from '../access-packages/index.js';
import { CustomExtensionsModule } from '../custom-extensions/index.js';
import { SubjectSetsModule } from '../subject-sets/index.js';
import { AssignmentPoliciesController } from './assignment-policies.controller.js';
import { AssignmentPoliciesRepository } from './assignment-policies.repository.js';
import { CreateAssignmentPolicyHandler } from './commands/create-assignment-policy.js';
import { DeleteAssignmentPolicyHandler } from './commands/delete-assignment-policy.js';
import { ReplaceAssignmentPolicyHandler } from './commands/replace-assignment-policy.js';
import { UpdateAssignmentPolicyHandler } from './commands/update-assignment-policy.js';
import { LintPoliciesHandler } from './lint-policies.query.js';
import { PoliciesOfPackage } from './policies-of-package.repository.js';
import { PolicyCallouts } from './policy-callouts.reader.js';
import { PolicyLintReader } from './policy-lint.reader.js';
import { StoredPatterns } from './stored-patterns.reader.js';

@Module({
  imports: [RoleManagementModule, AccessPackagesModule, SubjectSetsModule, CustomExtensionsModule],
  controllers: [AssignmentPoliciesController],
  providers: [
    AssignmentPoliciesRepository,
    PolicyLintReader,
    PolicyCallouts,
    StoredPatterns,
    PoliciesOfPackage,
    LintPoliciesHandler,
    CreateAssignmentPolicyHandler,
    ReplaceAssignmentPolicyHandler,
    UpdateAssignmentPolicyHandler,
    DeleteAssignmentPolicyHandler,
  ],
})
export class AssignmentPoliciesModule {}
