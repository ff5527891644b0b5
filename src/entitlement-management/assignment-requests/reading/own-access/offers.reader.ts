import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { AssignmentPolicy } from '../../../assignment-policies/index.js';
import { type Asking, packagesOffered } from './requestable.sql.js';

/** How many offers are looked up to begin with; where there are more, a page of packages is full before many are passed over. */
const few = 1_000;

/** What the tenant offers to people. */
@Injectable()
export class OffersReader {
  constructor(private readonly database: Database) {}

  /** Whole policies, in order of their ids. */
  policies(ids: readonly string[]): Promise<AssignmentPolicy[]> {
    const { client, tenantId } = this.database;
    return client.assignmentPolicy.findMany({ where: { tenantId, id: { in: [...ids] } }, orderBy: { id: 'asc' } });
  }

  /** Whether somebody is offered so little that it is found sooner than the packages are looked through. */
  async areFew(asking: Asking): Promise<boolean> {
    const [found] = await this.database.query<[{ count: number }]>`
      SELECT count(*)::int4 AS count FROM (${packagesOffered(asking)} LIMIT ${few + 1}::int4) AS offered`;
    return found.count <= few;
  }
}
