import { isBlank } from '../../../../platform/text/blank.js';
import {
  type AssignmentPolicy,
  type Question,
  questionToBeta,
  settingsOf,
} from '../../../assignment-policies/index.js';

/** The last answer that was sent to a question of a policy. */
export interface AnswerSent {
  readonly policyId: string;
  readonly answer: {
    readonly value?: string | null;
    readonly displayValue?: string | null;
    readonly answeredQuestion?: { readonly id: string } | null;
  };
}

export const questionsOf = (policy: AssignmentPolicy): readonly Question[] => settingsOf(policy).questions ?? [];

/** What was answered to policies before, for each in the order of its questions: what it does not ask any more is gone, and what shows nothing. */
export function existingAnswers(sent: readonly AnswerSent[]): (policy: AssignmentPolicy) => object[] {
  const keyOf = (policyId: string, questionId: string | null = null): string => `${policyId} ${questionId ?? ''}`;
  const last = new Map(sent.map(({ policyId, answer }) => [keyOf(policyId, answer.answeredQuestion?.id), answer]));
  return (policy) =>
    questionsOf(policy).flatMap((question) => {
      const { value, displayValue } = last.get(keyOf(policy.id, question.id)) ?? {};
      if (question.id === null || isBlank(value ?? '')) return [];
      return [
        {
          '@odata.type': '#microsoft.graph.accessPackageAnswerString',
          ...{ displayValue: displayValue ?? value, value },
          answeredQuestion: questionToBeta({ ...question }),
        },
      ];
    });
}
