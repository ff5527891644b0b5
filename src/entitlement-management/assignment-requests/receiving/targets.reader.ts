import { Injectable } from '@nestjs/common';
import { v5 as uuidOf } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import type { AssignmentRequest } from '../assignment-request.js';
import { type FoundPeople, meantBy, type MeantTarget } from './target.js';
import { type NamedTarget, type RequestAsked, wireNames } from '../wanted-request.js';

/** Ids of people named by mail are made from tenant and address, so that two requests for one address meet. */
const namedByMail = '8f7c9b7e-6d0e-4c0a-9f4a-2f1d0c3b5a61';

/** How many people of one address are looked at. */
const most = 100;

type Handle = (asked: RequestAsked) => Promise<AssignmentRequest>;

/** Finds whom a request is for, and holds what becomes of it against what was named. */
@Injectable()
export class Targets {
  constructor(private readonly database: Database) {}

  /**
   * Hands a request to its type's handler with its target found.
   *
   * What is wrong with the target of another person is said after the handler has settled authority: it tells who is in the directory.
   */
  async settled(asked: RequestAsked, handle: Handle): Promise<AssignmentRequest> {
    const { fault, ...meant } = await this.meant(asked);
    const isForAnother = asked.sentBy === 'self' && meant.targetId !== asked.caller.objectId;
    if (fault && !isForAnother) throw fault;
    const request = await handle({ ...asked, wanted: { ...asked.wanted, ...meant } });
    if (fault) throw fault;
    refuseOther(request, { ...asked.wanted, ...meant });
    return request;
  }

  private async meant({ caller, wanted, invites }: RequestAsked): Promise<MeantTarget> {
    const { target: named = {} } = wanted;
    const meant = meantBy(named, await this.found(named), {
      callerId: caller.objectId,
      promised: (address) => uuidOf(`${this.database.tenantId}:${address.toLowerCase()}`, namedByMail),
    });
    if (!invites || meant.targetEmail === undefined) return meant;
    const { fault: _, ...guest } = meant;
    return guest;
  }

  /** One statement, and only where somebody is named by something else than their own id. */
  private async found({ objectId, id, email, principalName }: NamedTarget): Promise<FoundPeople> {
    const own = objectId === undefined ? {} : { objectId: [objectId] };
    if ([id, email, principalName].every((member) => member === undefined)) return own;
    const { tenantId } = this.database;
    const [row] = await this.database.query<[Required<Omit<FoundPeople, 'objectId'>>]>`
      SELECT
        jsonb_build_array(COALESCE((SELECT object_id FROM subject WHERE tenant_id = ${tenantId}::uuid AND id = ${id ?? null}::uuid), ${id ?? null}::uuid)) AS "id",
        to_jsonb(ARRAY(SELECT id FROM directory_user WHERE tenant_id = ${tenantId}::uuid
          AND (lower(mail) = lower(${email ?? null}::text) OR lower(user_principal_name) = lower(${email ?? null}::text)) ORDER BY id LIMIT ${most}::int4)) AS "email",
        to_jsonb(ARRAY(SELECT id FROM directory_user WHERE tenant_id = ${tenantId}::uuid
          AND lower(user_principal_name) = lower(${principalName ?? null}::text))) AS "principalName"`;
    return { ...own, ...row };
  }
}

const settledIds = ['targetId', 'accessPackageId', 'assignmentPolicyId'] as const;

/** What was named is what the request is about, also where an assignment was named beside it. */
function refuseOther(request: AssignmentRequest, wanted: RequestAsked['wanted']): void {
  if (request.effect === 'add' && wanted.assignmentId !== undefined) {
    throw new DomainError(
      'InvalidModel',
      "The model is invalid: 'assignment.id' names access that is there already: leave it out to ask for new access.",
    );
  }
  const other = settledIds.find((name) => wanted[name] !== undefined && wanted[name] !== request[name]);
  if (other === undefined) return;
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: ${wireNames[other]} names another than the assignment that is named beside it: leave it out.`,
  );
}
