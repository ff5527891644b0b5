import { type MoveOf, type Moves, stepping } from '../../platform/domain/moves.js';

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
} as const satisfies Moves<StageStatus>;

export type ApprovalMove = MoveOf<typeof approvalMoves>;

export const nextStatus = stepping('the approval stage', approvalMoves);
