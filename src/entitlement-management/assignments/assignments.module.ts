import { Module } from '@nestjs/common';
import { GrantsModule } from '../grants/index.js';
import { RoleManagementModule } from '../../role-management/index.js';
import { AssignmentFunctionsController } from './assignment-functions.controller.js';
import { AssignmentsController } from './assignments.controller.js';
import { AssignmentsReader } from './assignments.reader.js';
import { AssignmentsRepository } from './assignments.repository.js';
import { CreateAssignmentHandler } from './commands/create-assignment.js';
import { EndAssignmentHandler } from './commands/end-assignment.js';
import { FollowReleasedNeedsHandler } from './commands/follow-released-needs.js';
import { FollowGrantHandler } from './commands/follow-grant.js';
import { ExtendAssignmentHandler } from './commands/extend-assignment.js';
import { ReprocessAssignmentHandler } from './commands/reprocess-assignment.js';
import { DeliveryFactsReader } from './delivery-facts.reader.js';
import { ExpireAssignments } from './expire-assignments.due.js';
import { LateAssignments } from './late-assignments.due.js';
import { LintAssignmentsHandler } from './lint-assignments.query.js';
import { Prospects } from './prospects.reader.js';
import { RemindOfExpiry } from './remind-of-expiry.due.js';

@Module({
  imports: [RoleManagementModule, GrantsModule],
  controllers: [AssignmentsController, AssignmentFunctionsController],
  providers: [
    AssignmentsRepository,
    AssignmentsReader,
    DeliveryFactsReader,
    Prospects,
    ExpireAssignments,
    LateAssignments,
    LintAssignmentsHandler,
    RemindOfExpiry,
    CreateAssignmentHandler,
    ExtendAssignmentHandler,
    EndAssignmentHandler,
    FollowGrantHandler,
    FollowReleasedNeedsHandler,
    ReprocessAssignmentHandler,
  ],
  exports: [AssignmentsReader, Prospects],
})
export class AssignmentsModule {}
