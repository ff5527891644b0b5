import { Injectable } from '@nestjs/common';
import type { StageSettings } from '../../assignment-policies/index.js';
import { type SubjectSet, SubjectSetsReader } from '../../subject-sets/index.js';
import { isTheirOwn } from '../../approvals/index.js';
import type { StageApprovers } from './decision.js';
import { needsApproval, requestorIdOf } from './needs-approval.js';
import type { RequestFacts } from './request-facts.js';
import type { Effect } from '../request-states.js';
import type { SentBy } from '../sent-by.js';

/** Of whom the sets are, and whose own the request is. */
type Relation = Parameters<SubjectSetsReader['peopleIn']>[1] & Parameters<typeof isTheirOwn>[0];

/** Who would be asked to agree, stage by stage, as the directory has it now. */
@Injectable()
export class StageApproversReader {
  constructor(private readonly subjectSets: SubjectSetsReader) {}

  async resolve(sentBy: SentBy, effect: Effect, facts: RequestFacts): Promise<StageApprovers[]> {
    const { policy, targetId, caller } = facts;
    if (!needsApproval(sentBy, effect, facts)) return [];
    const approval = policy?.settings.requestApprovalSettings;
    const relation = { targetId, requestorId: requestorIdOf(sentBy, facts), createdById: caller.objectId };
    const stages = approval?.stages ?? [];
    return Promise.all(stages.map((stage, order) => this.stageApprovers(stage, order + 1, relation)));
  }

  private async stageApprovers(stage: StageSettings, order: number, relation: Relation): Promise<StageApprovers> {
    const people = async (sets: readonly SubjectSet[] | null | undefined): Promise<string[]> => {
      const ids = await this.subjectSets.peopleIn(sets ?? [], relation);
      return ids.filter((id) => !isTheirOwn(relation, id));
    };
    return {
      stage: order,
      visibility: stage.approverInformationVisibility ?? 'default',
      primary: await people(stage.primaryApprovers),
      fallback: await people(stage.fallbackPrimaryApprovers),
      escalation: await people(stage.isEscalationEnabled ? stage.escalationApprovers : []),
    };
  }
}
