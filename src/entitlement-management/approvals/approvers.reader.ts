import { Injectable, Logger } from '@nestjs/common';
import { type SubjectSet, SubjectSetsReader } from '../subject-sets/index.js';
import { type ApprovalStage, type Approvers, isTheirOwn, type RequestUnderApproval } from './approval-stage.js';

type Lists = readonly (readonly [Approvers['kind'], readonly SubjectSet[] | null | undefined])[];

/** Answers who may decide a stage: out of the first list that names somebody, and never those whose own the request is. */
@Injectable()
export class ApproversReader {
  private readonly logger = new Logger('Approval');

  constructor(private readonly subjectSets: SubjectSetsReader) {}

  /** Whom a stage that starts asks: its primary approvers, else their fallback. */
  atStart(stage: ApprovalStage, request: RequestUnderApproval): Promise<Approvers> {
    return this.first(primaryLists(stage), stage, request);
  }

  /** Whom a stage asks beside them after its escalation time. */
  atEscalation(stage: ApprovalStage, request: RequestUnderApproval): Promise<Approvers> {
    return this.first(escalationLists(stage), stage, request);
  }

  /** Whom a stage asks when nobody is left of those it has asked. */
  afterLeaving(stage: ApprovalStage, request: RequestUnderApproval): Promise<Approvers> {
    const lists = [...primaryLists(stage), ...(stage.escalatedAt ? escalationLists(stage) : [])];
    return this.first(lists, stage, request);
  }

  private async first(lists: Lists, stage: ApprovalStage, request: RequestUnderApproval): Promise<Approvers> {
    for (const [kind, sets] of lists) {
      const named = await this.subjectSets.peopleIn(sets ?? [], request);
      const userIds = named.filter((id) => !isTheirOwn(request, id));
      if (userIds.length > 0) return { kind, userIds };
    }
    const tried = lists.map(([kind]) => kind).join(' and ');
    this.logger.warn(`Stage ${stage.ordinal} of the request ${request.id}: its ${tried} approvers are nobody.`);
    return { kind: 'primary', userIds: [] };
  }
}

const primaryLists = ({ settings }: ApprovalStage): Lists => [
  ['primary', settings.primaryApprovers],
  ['fallback', settings.fallbackPrimaryApprovers],
];

const escalationLists = ({ settings }: ApprovalStage): Lists => [
  ['escalation', settings.escalationApprovers],
  ['fallbackEscalation', settings.fallbackEscalationApprovers],
];
