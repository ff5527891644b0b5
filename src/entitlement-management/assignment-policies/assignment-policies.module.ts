import { Module } from '@nestjs/common';
import { AccessPackagesModule } from '../access-packages/index.js';
import { AssignmentPoliciesController } from './assignment-policies.controller.js';
import { AssignmentPoliciesRepository } from './assignment-policies.repository.js';
import { CreateAssignmentPolicyHandler } from './commands/create-assignment-policy.js';
import { DeleteAssignmentPolicyHandler } from './commands/delete-assignment-policy.js';
import { ReplaceAssignmentPolicyHandler } from './commands/replace-assignment-policy.js';

@Module({
  imports: [AccessPackagesModule],
  controllers: [AssignmentPoliciesController],
  providers: [
    AssignmentPoliciesRepository,
    CreateAssignmentPolicyHandler,
    ReplaceAssignmentPolicyHandler,
    DeleteAssignmentPolicyHandler,
  ],
})
export class AssignmentPoliciesModule {}
