import { DomainError } from '../../platform/errors/domain-error.js';
import type { Question } from '../assignment-policies/index.js';
import { policyRefuses, type Rule } from './assignment-request.rules.js';
import type { AnswerFacts, RequestFacts } from './request-facts.js';

const questionsOf = ({ policy }: RequestFacts): readonly Question[] => policy?.settings.questions ?? [];

/** The required questions of the policy that have no answer. */
export const missingAnswers = (facts: RequestFacts): Question[] =>
  questionsOf(facts).filter(
    ({ id, isRequired }) =>
      isRequired && !facts.answers.some(({ questionId, value }) => questionId === id && value.trim() !== ''),
  );

export const everyRequiredQuestionIsAnswered: Rule = (facts) => {
  const missing = missingAnswers(facts);
  return missing.length > 0
    ? policyRefuses(
        facts,
        `it asks questions that have no answer: ${missing.map(({ id, text }) => `'${text ?? ''}' (${id})`).join(', ')}.`,
      )
    : undefined;
};

export const everyAnswerHasItsQuestion: Rule = (facts) => {
  const asked = new Set(questionsOf(facts).map(({ id }) => id));
  const stray = facts.policy && facts.answers.find(({ questionId }) => !asked.has(questionId));
  return stray
    ? new DomainError(
        'InvalidModel',
        `The model is invalid: 'answers' has an answer to the question '${stray.questionId}', which the policy does not ask.`,
      )
    : undefined;
};

export const everyAnswerFitsItsQuestion: Rule = (facts) => {
  for (const answer of facts.answers) {
    const question = questionsOf(facts).find(({ id }) => id === answer.questionId);
    const fault = question && faultOf(answer, question);
    if (fault)
      return new DomainError(
        'InvalidModel',
        `The model is invalid: the answer to the question '${question.id}' ${fault}.`,
      );
  }
  return undefined;
};

/** Several choices come as one text, separated by commas or semicolons. */
function faultOf(
  { value, fitsThePattern }: AnswerFacts,
  { choices, isMultipleSelectionAllowed, regexPattern }: Question,
): string | undefined {
  if (!choices || choices.length === 0)
    return fitsThePattern ? undefined : `does not fit the pattern ${regexPattern ?? ''}`;
  const offered = choices.map(({ actualValue }) => actualValue);
  const chosen =
    offered.includes(value) || !isMultipleSelectionAllowed ? [value] : value.split(/[,;]/).map((one) => one.trim());
  const stray = chosen.find((one) => one !== '' && !offered.includes(one));
  return stray === undefined ? undefined : `is '${stray}'; it offers ${offered.map((one) => `'${one}'`).join(', ')}`;
}
