import { faultOfPattern, heaviestPattern, weightOf } from '../../platform/text/pattern.js';
import type { PolicySettings, Question } from './policy-settings.js';

/** How large the programs of all patterns of a policy may be together. */
const heaviestPolicy = 4 * heaviestPattern;

/** A question whose pattern cannot be matched here, and why. */
export interface Unmatchable {
  readonly index: number;
  readonly question: Question;
  readonly fault: string;
}

const patternsOf = (questions: PolicySettings['questions']): string[] =>
  (questions ?? []).flatMap(({ regexPattern }) => regexPattern || []);

/** The first question whose pattern cannot be matched; those before it are compiled to see. */
export function firstUnmatchable(questions: PolicySettings['questions']): Unmatchable | undefined {
  for (const [index, question] of (questions ?? []).entries()) {
    const fault = question.regexPattern ? faultOfPattern(question.regexPattern) : undefined;
    if (fault) return { index, question, fault };
  }
  return undefined;
}

/** Whether the patterns of a policy are too large together; asked before any is compiled. */
export const areTooHeavy = (questions: PolicySettings['questions']): boolean =>
  patternsOf(questions)
    .map(weightOf)
    .filter(Number.isFinite)
    .reduce((sum, weight) => sum + Math.min(weight, heaviestPattern), 0) > heaviestPolicy;
