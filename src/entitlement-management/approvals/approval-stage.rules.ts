import { firstRefusal, type Rule } from '../../platform/domain/rules.js';
import { DomainError, type RefusalCode } from '../../platform/errors/domain-error.js';
import { isBlank } from '../../platform/text/blank.js';
import { type Approval, type ApprovalStage, isTheirOwn, type RequestUnderApproval } from './approval-stage.js';

/** All that the rules of a review may look at. */
export interface ReviewFacts {
  readonly request: RequestUnderApproval;
  readonly stage: ApprovalStage;
  readonly reviewerId: string;
  /** Whether the reviewer is among those who are asked. */
  readonly isApprover: boolean;
  readonly justification: string | null;
  readonly now: Date;
}

type ReviewRule = Rule<ReviewFacts, DomainError>;

const refuse = (code: RefusalCode, message: string): DomainError => new DomainError(code, message);

export const reviewerIsNobodyWhoseOwnItIs: ReviewRule = ({ request, reviewerId }) =>
  isTheirOwn(request, reviewerId)
    ? refuse('UnAuthorized', 'Nobody decides about their own request: somebody else has to.')
    : undefined;

export const stageHasStarted: ReviewRule = ({ stage }) =>
  stage.status === 'Initializing'
    ? refuse('InvalidState', 'This stage has not started yet: the stages before it are decided first.')
    : undefined;

export const reviewerIsAnApprover: ReviewRule = ({ isApprover }) =>
  isApprover ? undefined : refuse('UnAuthorized', 'You are not among the approvers of this stage.');

export const stageIsUndecided: ReviewRule = ({ stage }) =>
  stage.reviewResult === 'NotReviewed'
    ? undefined
    : refuse('InvalidState', 'This stage is already decided; one decision is enough, and it stands.');

export const timeIsLeft: ReviewRule = ({ stage, now }) =>
  stage.status === 'Expired' || (stage.deniesAt !== null && stage.deniesAt <= now)
    ? refuse('InvalidState', 'The time to decide this stage is over: the request is denied, and can be made again.')
    : undefined;

export const requestIsPending: ReviewRule = ({ request, stage }) =>
  request.state === 'pendingApproval' && stage.status === 'InProgress'
    ? undefined
    : refuse('InvalidState', `The request is ${request.state}: there is nothing to decide any more.`);

export const justificationIsGiven: ReviewRule = ({ stage, justification }) =>
  stage.settings.isApproverJustificationRequired && isBlank(justification)
    ? refuse('InvalidModel', "The model is invalid: 'justification' is required; the policy asks approvers for one.")
    : undefined;

/** What has to hold before a stage is decided; the order is the order of refusals. */
export const reviewRules: readonly ReviewRule[] = [
  reviewerIsNobodyWhoseOwnItIs,
  stageHasStarted,
  reviewerIsAnApprover,
  stageIsUndecided,
  timeIsLeft,
  requestIsPending,
  justificationIsGiven,
];

/** Refuses a review that breaks a rule, with the first one broken. */
export function refuseWrongReview(facts: ReviewFacts): void {
  const refusal = firstRefusal(reviewRules, facts);
  if (refusal) throw refusal;
}

/** Somebody who looks for a stage, and the stages of its approval that they are asked about. */
export interface Viewer {
  readonly id: string;
  readonly readsAll: boolean;
  readonly approverIn: readonly string[];
}

/** The stage of an approval, where there is one that the viewer may know of. */
export function visibleStage(approval: Approval | null, stageId: string, viewer: Viewer): [Approval, ApprovalStage] {
  const stage = approval?.stages.find(({ id }) => id === stageId);
  // Graph answers 404, not 403, for what the caller may not see.
  if (!approval || !stage || !maySee(approval, viewer)) {
    throw refuse('ResourceNotFound', 'No approval stage has this id: check the ids of the approval and of the stage.');
  }
  return [approval, stage];
}

const maySee = ({ request }: Approval, { id, readsAll, approverIn }: Viewer): boolean =>
  readsAll || approverIn.length > 0 || isConcerned(request, id);

const isConcerned = ({ requestorId, targetId }: RequestUnderApproval, id: string): boolean =>
  id === requestorId || id === targetId;
