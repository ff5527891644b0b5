import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** An assignment, as other modules may know it. */
export interface AssignmentFacts {
  readonly id: string;
  readonly targetId: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
  readonly policyVersion: number;
  readonly state: string;
}

/** Answers questions about assignments. */
@Injectable()
export class AssignmentsReader {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<AssignmentFacts | null> {
    const { client, tenantId } = this.database;
    return client.assignment.findUnique({ where: { tenantId_id: { tenantId, id } } });
  }
}
