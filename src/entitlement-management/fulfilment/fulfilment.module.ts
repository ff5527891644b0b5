import { Module } from '@nestjs/common';
import { AssignmentRequestsModule } from '../assignment-requests/index.js';
import { AssignmentsModule } from '../assignments/index.js';
import { SubjectsModule } from '../subjects/index.js';
import { FulfilmentSaga } from './fulfilment.saga.js';

@Module({ imports: [AssignmentRequestsModule, AssignmentsModule, SubjectsModule], providers: [FulfilmentSaga] })
export class FulfilmentModule {}
