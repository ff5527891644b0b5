import { BodyOf } from '../../platform/beta/bodies.js';
import { PassesOver } from '../../platform/edm/member-classes.js';
import { Guid, OneOf, Text } from '../../platform/edm/members.js';
import { Example } from '../../platform/openapi/example.js';
import type { Verdict } from './stage-moves.js';
import { WireName } from '../../platform/edm/type-names.js';

/** What a reviewer writes, with what is read back; Graph's samples write the first two. */
const verdicts = { Approve: 'Approved', Deny: 'Denied', Approved: 'Approved', Denied: 'Denied' } as const;

/** A decision about an approval stage, as a PATCH carries it. */
@Example({ reviewResult: 'Approve', justification: 'Joins the sales team.' })
@BodyOf('approvalStage')
@PassesOver('assignedToMe', 'displayName', 'reviewedBy', 'reviewedDateTime', 'status')
@WireName('ApprovalReviewBody')
export class ApprovalReviewBody {
  @OneOf(Object.keys(verdicts), 'required') reviewResult: keyof typeof verdicts;
  @Text(4_000) justification: string | null = null;
  @Guid() id?: string | null;
}

export const verdictOf = ({ reviewResult }: ApprovalReviewBody): Verdict => verdicts[reviewResult];

/** Somebody, by id and name (Graph's identity). */
@WireName('Identity')
export class Identity {
  @Guid() id: string | null;
  @Text(256) displayName: string | null;
}
