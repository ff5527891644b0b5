import { Module } from '@nestjs/common';
import { AssignmentsModule } from '../assignments/index.js';
import { AssignmentRequestsController } from './assignment-requests.controller.js';
import { AssignmentRequestsRepository } from './assignment-requests.repository.js';
import { AdvanceRequestHandler } from './commands/advance-request.js';
import { CreateAssignmentRequestHandler } from './create-assignment-request.command.js';
import { RequestFactsReader } from './request-facts.reader.js';
import { RequestMetrics } from './assignment-request.metrics.js';
import { RequestRules } from './request-rules.registry.js';
import { RequestTypes } from './request-types.registry.js';
import { AdminAdd } from './request-types/admin-add.js';
import { AdminRemove } from './request-types/admin-remove.js';
import { UserAdd } from './request-types/user-add.js';
import { UserUpdate } from './request-types/user-update.js';
import { ScheduledRequestsReader } from './scheduled-requests.reader.js';
import { StartScheduledRequests } from './start-scheduled-requests.due.js';

const requestTypes = [AdminAdd, AdminRemove, UserAdd, UserUpdate];

@Module({
  imports: [AssignmentsModule],
  controllers: [AssignmentRequestsController],
  providers: [
    ...requestTypes,
    RequestTypes,
    RequestRules,
    RequestFactsReader,
    RequestMetrics,
    AssignmentRequestsRepository,
    ScheduledRequestsReader,
    StartScheduledRequests,
    CreateAssignmentRequestHandler,
    AdvanceRequestHandler,
  ],
  exports: [RequestFactsReader, RequestRules, AssignmentRequestsRepository],
})
export class AssignmentRequestsModule {}
