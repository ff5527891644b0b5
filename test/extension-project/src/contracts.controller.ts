import { Controller, DomainError, Get, Param, Permitted } from 'open-entitlements/extend';
import { type Contract, Contracts } from './contracts.js';

/** One person's contract, for whoever may read entitlements. */
@Controller('contracts')
export class ContractsController {
  constructor(private readonly contracts: Contracts) {}

  @Get(':personId')
  @Permitted('entitlements.read')
  async get(@Param('personId') personId: string): Promise<Contract> {
    const contract = await this.contracts.of(personId);
    if (!contract) throw new DomainError('ResourceNotFound', 'There is no contract with this person.');
    return contract;
  }
}
