import { DomainError } from '../../platform/errors/domain-error.js';

/** Graph's words for where a stage stands. */
export type StageStatus = 'Initializing' | 'InProgress' | 'Completed' | 'Expired';

/** What a reviewer may say. */
export type Verdict = 'Approved' | 'Denied';

/** Every legal move of an approval stage. What is absent is illegal. */
export const approvalMoves = {
  Initializing: { start: 'InProgress', close: 'Completed' },
  InProgress: {
    escalate: 'InProgress',
    approve: 'Completed',
    deny: 'Completed',
    expire: 'Expired',
    close: 'Completed',
  },
  Completed: {},
  Expired: {},
} as const satisfies Record<StageStatus, Partial<Record<string, StageStatus>>>;

export type ApprovalMove = { [Status in StageStatus]: keyof (typeof approvalMoves)[Status] }[StageStatus];

export function nextStatus(status: StageStatus, move: ApprovalMove): StageStatus {
  const to = (approvalMoves[status] as Partial<Record<ApprovalMove, StageStatus>>)[move];
  if (!to) throw new DomainError('InvalidState', `'${move}' is not possible while the approval stage is ${status}.`);
  return to;
}
