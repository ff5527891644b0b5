import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import type { DecisionTrace } from '../deciding/decision.js';
import { shownTo } from './decision-view.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { PlaceTaken } from '../place-taken.js';
import { ReadableReader } from './readable.reader.js';
import { SeveralPeople } from '../deciding/several-people.js';
import { idsIn, reasonOf, secretsIn, sees, wordsFor } from '../deciding/told.js';
import type { RequestAsked } from '../wanted-request.js';

/** Whom a kept decision was about, and what else its request names. */
export interface Decided {
  readonly targetId: string;
  readonly requestorId: string;
  readonly decision: Partial<DecisionTrace>;
  /** Whether its reader answers for what it was about: see `readsAsManager`. */
  readonly answersForIt: boolean;
}

/** Tells callers what was decided and why, in words that name nothing that they could not read with a GET. */
@Injectable()
export class Telling {
  constructor(
    private readonly readable: ReadableReader,
    private readonly requests: AssignmentRequestsReader,
  ) {}

  /** A refusal as it is told to who asked; what they named themselves they know. */
  async refusal(
    { caller, wanted }: Pick<RequestAsked, 'caller' | 'wanted'>,
    refusal: DomainError,
  ): Promise<DomainError> {
    if (refusal instanceof SeveralPeople) return refusal.by(await this.readable.by(caller, refusal.ids));
    if (refusal instanceof PlaceTaken) return this.taken(caller, refusal);
    const known = [caller.objectId, ...idsIn(wanted)];
    const reason = reasonOf(refusal);
    const secrets = secretsIn(reason, known);
    if (secrets.length === 0) return refusal;
    const readable = await this.readable.by(caller, secrets);
    return new DomainError(refusal.code, wordsFor({ ...readable, known }, reason), refusal.headers);
  }

  private async taken(caller: Caller, refusal: PlaceTaken): Promise<DomainError> {
    const open = await this.requests.openAt(caller.tenantId, refusal.place);
    if (open === undefined || !sees(await this.readable.by(caller, [open]), open)) return refusal;
    return refusal.by(open);
  }

  /** A decision as it is told to its reader; `known` are the ids that they named or that the request names. */
  async decision(caller: Caller, { decision, ...about }: Decided, known: readonly string[]): Promise<object> {
    const readable = await this.readable.by(caller, idsIn(decision));
    return shownTo({ ...readable, ...about, known, id: caller.objectId }, decision);
  }
}
