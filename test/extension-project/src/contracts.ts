import { readFile } from 'node:fs/promises';
import { Injectable } from 'open-entitlements/extend';

/** Until when a person works for us. */
export interface Contract {
  readonly personId: string;
  /** An instant as ISO 8601 writes it. */
  readonly until: string;
}

/** The contracts, as the staffing system last wrote them to a file of this machine. */
@Injectable()
export class Contracts {
  private readonly file = process.env['CONTRACTS_FILE'] ?? './contracts.json';

  async of(personId: string): Promise<Contract | undefined> {
    const contracts = JSON.parse(await readFile(this.file, 'utf8')) as Contract[];
    return contracts.find((contract) => contract.personId === personId);
  }
}
