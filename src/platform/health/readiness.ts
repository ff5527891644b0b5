import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DomainError } from '../errors/domain-error.js';

/** Whether the server may be sent work: the database answers and has every migration. The identity provider is not waited for. */
@Injectable()
export class Readiness {
  constructor(private readonly database: Database) {}

  async require(): Promise<void> {
    if (await this.database.isReady()) return;
    throw new DomainError('ServiceUnavailable', 'The database does not answer, or its migrations are not applied yet.');
  }
}
