import { OnlyAnswered, WireName } from '../../../platform/edm/type-names.js';
import { ODataType, Part, Text } from '../../../platform/edm/members.js';
import { complex, type Field } from '../../../platform/odata/resource.js';
import type { Source } from '../../../platform/odata/sql/source.js';
import { sql, type Sql } from '../../../platform/odata/sql/sql.js';
import {
  AccessPackageQuestion,
  QuestionInBeta,
  type Question,
  questionToBeta,
} from '../../assignment-policies/index.js';
import { AccessPackageAnswer, answerTypes } from '../answers.body.js';
import type { AssignmentRequest } from '../assignment-request.js';

/** An answer as it comes back: with its question as it was asked, or its id alone where that is known no more. */
@OnlyAnswered('accessPackageAnswer')
@WireName('GivenAnswer')
export class GivenAnswer {
  @ODataType(answerTypes) '@odata.type': string;
  @Text(4_000) displayValue: string | null;
  @Part(() => AccessPackageQuestion) answeredQuestion: (AccessPackageQuestion & { id: string }) | null;
}

@OnlyAnswered('accessPackageAnswerString')
@WireName('GivenAnswerString')
export class GivenAnswerString extends GivenAnswer {
  @Text(4_000) value: string | null;
}

/** The same, with beta's shape of the question. */
@OnlyAnswered('accessPackageAnswer')
export class BetaGivenAnswer {
  @ODataType(answerTypes) '@odata.type': string;
  @Text(4_000) displayValue: string | null;
  @Part(() => QuestionInBeta) answeredQuestion: QuestionInBeta | null;
}

@OnlyAnswered('accessPackageAnswerString')
export class BetaGivenAnswerString extends BetaGivenAnswer {
  @Text(4_000) value: string | null;
}

/** What a request answers, each with its question; kept is the id of that, and so is what questions may ask about. */
const answersAs = (
  type: () => abstract new () => object,
  shown: (question: Question) => object,
): Field<AssignmentRequest> => ({
  kind: complex(type, true),
  column: 'answers',
  keptAs: () => AccessPackageAnswer,
  beside: { name: 'questions', of: questionsAskedBy },
  nullable: true,
  read: (row) => withQuestions(row, shown),
});

export const answersInV1 = answersAs(
  () => GivenAnswer,
  (question) => question,
);
export const answersInBeta = answersAs(
  () => BetaGivenAnswer,
  (question) => questionToBeta({ ...question }),
);

/**
 * The questions of the policy as it was when a request was decided; null without answers, and where that version is gone.
 *
 * They travel beside the answers, and are weighed like them.
 */
function questionsAskedBy(request: Source): Sql {
  const [kept, gone] = [request.beside('assignmentPolicyVersion'), request.beside('deletedAssignmentPolicy')];
  const asked = (
    policy: Source,
    id: string,
  ): Sql => sql`(SELECT ${policy.column('settings')} -> 'questions' FROM ${policy.from}
    WHERE ${policy.column('tenantId')} = ${request.column('tenantId')} AND ${policy.column(id)} = ${request.column('assignmentPolicyId')}
      AND ${policy.column('version')} = ${request.column('policyVersion')})`;
  return sql`(CASE WHEN ${request.column('answers')} <> '[]'::jsonb THEN COALESCE(${asked(kept, 'policyId')}, ${asked(gone, 'id')}) END)`;
}

interface Answer {
  readonly answeredQuestion?: { readonly id?: string } | null;
}

/** Each question is shown once: what is written is no more than what was weighed. */
function withQuestions({ answers, questions }: AssignmentRequest, shown: (question: Question) => object): object[] {
  const left = new Map((questions ?? []).map((question) => [question.id, question]));
  return ((answers ?? []) as Answer[]).map((answer) => {
    const id = answer.answeredQuestion?.id ?? null;
    const question = left.get(id);
    if (!question || id === null) return answer;
    left.delete(id);
    return { ...answer, answeredQuestion: shown(question) };
  });
}
