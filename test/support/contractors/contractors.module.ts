import { Module } from '@nestjs/common';
import { AssignmentRequestsModule } from '../../../src/entitlement-management/assignment-requests/index.js';
import { ContractorAdd } from '../../extension-project/src/contractor-add.js';
import { AbroadIsClosed, ContractsEnd } from './contractor-rules.js';

/** An extension as a team would write it: a request type and two rules of its own, no line of the server touched. */
@Module({ imports: [AssignmentRequestsModule], providers: [ContractorAdd, ContractsEnd, AbroadIsClosed] })
export class ContractorsModule {}
