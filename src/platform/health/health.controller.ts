import { Controller, Get } from '@nestjs/common';
import { Public } from '../auth/permissions.js';
import { Database } from '../database/database.js';
import { DomainError } from '../errors/domain-error.js';

/** For whoever runs the server: does the process answer, and may it be sent work. */
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** Ready when the database answers and has every migration; the identity provider is not waited for. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    if (await this.database.isReady()) return { status: 'ready' };
    throw new DomainError('ServiceUnavailable', 'The database does not answer, or its migrations are not applied yet.');
  }
}
