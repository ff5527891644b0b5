import { DomainError } from '../../../platform/errors/domain-error.js';
import { isBlank } from '../../../platform/text/blank.js';
import { misfitOf, workOf } from '../../../platform/text/pattern.js';
import type { Question } from '../../assignment-policies/index.js';
import { policyRefuses, type Rule } from './assignment-request.rules.js';
import { heldUnderPolicy } from './needs-approval.js';
import type { AnswerFacts, RequestFacts } from './request-facts.js';

const questionsOf = ({ policy }: RequestFacts): readonly Question[] => policy?.settings.questions ?? [];

/** The required questions of the policy that have no answer. */
export const missingAnswers = (facts: RequestFacts): Question[] =>
  questionsOf(facts).filter(
    ({ id, isRequired }) =>
      isRequired && !facts.answers.some(({ questionId, value }) => questionId === id && !isBlank(value)),
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

/** An answer that was given with what is held stays, where its question says that it cannot be edited; the same may come again. */
export const givenAnswersStay: Rule = (facts) => {
  const kept = heldUnderPolicy(facts)?.answers ?? [];
  const locked = new Set(
    questionsOf(facts).flatMap(({ id, isAnswerEditable }) => (isAnswerEditable === false ? [id] : [])),
  );
  const changed = facts.answers.find(({ questionId, value }) => {
    const given = kept.find((one) => one.questionId === questionId && !isBlank(one.value));
    return locked.has(questionId) && given !== undefined && given.value !== value;
  });
  return changed
    ? new DomainError(
        'InvalidModel',
        `The model is invalid: the answer to the question '${changed.questionId ?? ''}' cannot be changed (isAnswerEditable): send it as it was, or leave it out.`,
      )
    : undefined;
};

export const everyQuestionIsAnsweredOnce: Rule = ({ answers }) => {
  const ids = answers.map(({ questionId }) => questionId);
  const twice = ids.find((id, at) => id !== null && ids.indexOf(id) !== at);
  return twice
    ? new DomainError('InvalidModel', `The model is invalid: 'answers' has several answers to the question '${twice}'.`)
    : undefined;
};

/** How much matching a request may ask for: a third of a second. */
const mostWork = 10_000_000;

/** Matching is the one thing that rules do at a cost: it is asked only where every rule before it holds. */
export const everyAnswerFitsItsQuestion: Rule = (facts) => {
  const answered = facts.answers.flatMap((answer) => {
    const question = questionsOf(facts).find(({ id }) => id === answer.questionId);
    return question ? [{ answer, question }] : [];
  });
  const tooMuch = faultOfWork(answered);
  if (tooMuch) return tooMuch;
  for (const { answer, question } of answered) {
    const refusal = hasChoices(question) ? strayChoice(answer, question) : misfit(answer, question, facts);
    if (refusal) return refusal;
  }
  return undefined;
};

/** The rules that are not asked once another one refuses. */
export const askedLast: ReadonlySet<Rule> = new Set([everyAnswerFitsItsQuestion]);

interface Answered {
  readonly answer: AnswerFacts;
  readonly question: Question;
}

const hasChoices = ({ choices }: Question): boolean => (choices ?? []).length > 0;

const refuses = ({ id }: Question, fault: string): DomainError =>
  new DomainError('InvalidModel', `The model is invalid: the answer to the question '${id ?? ''}' ${fault}.`);

function faultOfWork(answered: readonly Answered[]): DomainError | undefined {
  let work = 0;
  for (const { answer, question } of answered) {
    if (!question.regexPattern || hasChoices(question)) continue;
    const more = workOf(answer.value, question.regexPattern);
    if (Number.isFinite(more)) work += more;
    if (work > mostWork) return refuses(question, 'and those before it are too long for their patterns: shorten them');
  }
  return undefined;
}

function misfit({ value }: AnswerFacts, question: Question, facts: RequestFacts): DomainError | undefined {
  const { regexPattern } = question;
  const found = regexPattern ? misfitOf(value, regexPattern) : undefined;
  if (found?.fault === undefined) return found && refuses(question, `does not fit the pattern ${regexPattern ?? ''}`);
  return policyRefuses(
    facts,
    `the pattern of its question '${question.id ?? ''}' cannot be matched, so no answer is taken: ask an administrator to change it (${found.fault}).`,
  );
}

/** Several choices come as one text, separated by commas or semicolons. */
function strayChoice(
  { value }: AnswerFacts,
  { isMultipleSelectionAllowed, ...question }: Question,
): DomainError | undefined {
  const offered = (question.choices ?? []).map(({ actualValue }) => actualValue);
  const chosen =
    offered.includes(value) || !isMultipleSelectionAllowed ? [value] : value.split(/[,;]/).map((one) => one.trim());
  const stray = chosen.find((one) => one !== '' && !offered.includes(one));
  return stray === undefined
    ? undefined
    : refuses(question, `is '${stray}'; it offers ${offered.map((one) => `'${one}'`).join(', ')}`);
}
