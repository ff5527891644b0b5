import { mayKnowApprovers } from '../../assignment-policies/index.js';
import type { DecisionTrace, PolicyVerdict, RuleOutcome, StageApprovers } from '../deciding/decision.js';
import { type Readable, sees, wordsFor } from '../deciding/told.js';

type Trace = Partial<DecisionTrace>;

/** Who reads a decision. */
export interface DecisionReader extends Readable {
  readonly id: string;
  /** For whom the request is, and who asks. */
  readonly targetId: string;
  readonly requestorId: string;
  /** Whether they answer for what it was about, as who manages the assignments of its catalog does. */
  readonly answersForIt: boolean;
}

interface View extends DecisionReader {
  /** Whether they may read the policy that it was decided under; every reader of a request may read its policy. */
  readonly seesPolicy: boolean;
}

/** A kept decision as its reader may know it: nothing is in it that they could not read elsewhere. */
export function shownTo(reader: DecisionReader, trace: Trace): object {
  const ids = new Set([...reader.ids, ...openTo(reader, trace)]);
  const { policyId } = trace;
  const seesPolicy = policyId === undefined || (policyId !== null && sees({ ...reader, ids }, policyId));
  const view = { ...reader, ids, seesPolicy };
  const shown = Object.entries(trace).flatMap(([name, value]): [string, unknown][] => {
    const member = members[name as keyof DecisionTrace];
    return member === 'hidden' ? [] : [[name, value === null ? null : member(value as never, view)]];
  });
  return Object.fromEntries(shown);
}

/** Who asks for themselves can read what the policies want under which they may ask. */
const openTo = ({ id, targetId }: DecisionReader, { policies = [] }: Trace): string[] =>
  id === targetId ? policies.filter(({ isOpen }) => isOpen).map(({ policyId }) => policyId) : [];

type Members = {
  readonly [Name in keyof Required<DecisionTrace>]:
    'hidden' | ((value: NonNullable<DecisionTrace[Name]>, view: View) => unknown);
};

/** What of each member is shown. */
const members: Members = {
  outcome: (outcome) => outcome,
  policyId: 'hidden',
  refusal: ({ code, ...reason }, view) => ({ code, message: wordsFor(view, reason) }),
  rules: (rules, view) => rules.map((outcome) => outcomeFor(view, outcome)),
  policies: (policies, view) =>
    policies.filter(({ policyId }) => sees(view, policyId)).map((verdict) => verdictFor(view, verdict)),
  separationOfDuties: (clashes, view) =>
    clashes.filter(({ accessPackageId, groupId }) => sees(view, accessPackageId ?? groupId ?? '')),
  duplicates: (held, view) => held.filter(({ assignmentId }) => sees(view, assignmentId)),
  missingAnswers: (missing, { seesPolicy }) => (seesPolicy ? missing : []),
  approval: (need, { seesPolicy }) => (seesPolicy ? need : null),
  approvers: (stages, view) => (view.seesPolicy ? stages.map((stage) => approversFor(view, stage)) : []),
  startDateTime: (at, { seesPolicy }) => (seesPolicy ? at : null),
  endDateTime: (at, { seesPolicy }) => (seesPolicy ? at : null),
};

const outcomeFor = (view: View, { rule, holds, reason, names, without }: RuleOutcome): RuleOutcome => ({
  ...{ rule, holds },
  reason: reason === null ? null : wordsFor(view, { message: reason, names, without }),
});

const verdictFor = (view: View, { isOpen: _, against, ...verdict }: PolicyVerdict): PolicyVerdict => ({
  ...verdict,
  against: against.map((outcome) => outcomeFor(view, outcome)),
});

/** The lists of a stage, where the reader may know who approves; those of a trace that does not say are for readers of everything. */
function approversFor(
  { id, targetId, requestorId, answersForIt }: View,
  { visibility = 'notVisible', ...stage }: StageApprovers,
): object {
  const isConcerned = id === targetId || id === requestorId;
  const isKnown = mayKnowApprovers(visibility, { isConcerned, readsAll: answersForIt, isAsked: false });
  return isKnown ? stage : { stage: stage.stage, isHidden: true };
}
