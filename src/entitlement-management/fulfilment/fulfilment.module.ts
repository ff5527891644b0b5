import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/index.js';
import { AssignmentRequestsModule } from '../assignment-requests/index.js';
import { AssignmentsModule } from '../assignments/index.js';
import { SubjectsModule } from '../subjects/index.js';
import { CatalogsSaga } from './catalogs.saga.js';
import { FulfilmentSaga } from './fulfilment.saga.js';
import { LeaversSaga } from './leavers.saga.js';
import { NamesSaga } from './names.saga.js';

@Module({
  imports: [AssignmentRequestsModule, ApprovalsModule, AssignmentsModule, SubjectsModule],
  providers: [FulfilmentSaga, LeaversSaga, NamesSaga, CatalogsSaga],
})
export class FulfilmentModule {}
