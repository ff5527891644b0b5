import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { mayReadAll } from '../../../graph/index.js';
import { isPermitted } from '../../../platform/auth/permissions.js';
import { Database } from '../../../platform/database/database.js';
import { accessPackages } from '../../access-packages/index.js';
import { assignmentPolicies } from '../../assignment-policies/index.js';
import { assignments } from '../../assignments/index.js';
import { assignmentRequests } from './assignment-requests.resource.js';
import type { Readable } from '../deciding/told.js';

/** Answers which of some ids somebody could read with a GET. */
@Injectable()
export class ReadableReader {
  constructor(private readonly database: Database) {}

  async by(caller: Caller, ids: readonly string[]): Promise<Readable> {
    if (mayReadAll(caller) && isPermitted(caller, 'entitlements.read')) return { seesAll: true, ids: new Set() };
    if (ids.length === 0) return { seesAll: false, ids: new Set([caller.objectId]) };
    const { client } = this.database;
    const select = { id: true } as const;
    const those = { tenantId: caller.tenantId, id: { in: [...ids] } };
    const found = await Promise.all([
      client.assignmentPolicy.findMany({ where: { AND: [those, assignmentPolicies.visibleTo(caller)] }, select }),
      client.accessPackage.findMany({ where: { AND: [those, accessPackages.visibleTo(caller)] }, select }),
      client.assignment.findMany({ where: { AND: [those, assignments.visibleTo(caller)] }, select }),
      client.assignmentRequest.findMany({ where: { AND: [those, assignmentRequests.visibleTo(caller)] }, select }),
      isPermitted(caller, 'groups.read') ? client.directoryGroup.findMany({ where: those, select }) : [],
      isPermitted(caller, 'users.read') ? client.directoryUser.findMany({ where: those, select }) : [],
    ]);
    return { seesAll: false, ids: new Set([caller.objectId, ...found.flat().map(({ id }) => id)]) };
  }
}
