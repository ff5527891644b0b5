import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { AssignmentPolicy } from '../../assignment-policies/index.js';

/** What the tenant offers to people. */
@Injectable()
export class OffersReader {
  constructor(private readonly database: Database) {}

  /** Whole policies, in order of their ids. */
  policies(ids: readonly string[]): Promise<AssignmentPolicy[]> {
    const { client, tenantId } = this.database;
    return client.assignmentPolicy.findMany({ where: { tenantId, id: { in: [...ids] } }, orderBy: { id: 'asc' } });
  }
}
