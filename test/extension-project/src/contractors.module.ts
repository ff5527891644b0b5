import { AssignmentRequestsModule, Extension } from 'open-entitlements/extend';
import { BadgeOffice } from './badge-office.js';
import { AbroadIsClosed, AccessEndsWithTheContract } from './contract-rules.js';
import { ContractorAdd } from './contractor-add.js';
import { ContractsController } from './contracts.controller.js';
import { Contracts } from './contracts.js';
import { Gates } from './gates.js';

/** A staffing system gives contractors access for the time of a contract. */
@Extension({
  compatibility: '^0.1',
  imports: [AssignmentRequestsModule],
  controllers: [ContractsController],
  providers: [Contracts, ContractorAdd, AccessEndsWithTheContract, AbroadIsClosed, BadgeOffice, Gates],
})
export class ContractorsModule {}
