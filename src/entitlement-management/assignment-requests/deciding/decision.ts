import type { DomainError, RefusalCode } from '../../../platform/errors/domain-error.js';
import { isFault } from '../../assignment-policies/index.js';
import { askedLast, missingAnswers } from './answers.rules.js';
import type { Rule } from './assignment-request.rules.js';
import type { ApprovalNeed } from './needs-approval.js';
import { fittingPolicies } from './policy-choice.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { windowOfRequest } from './request-window.js';
import { isOwn } from './requestor.rules.js';
import { nameOfRule } from './rule-names.js';
import { PartlyTold, reasonOf } from './told.js';

/** What one rule said. */
export interface RuleOutcome {
  readonly rule: string;
  readonly holds: boolean;
  readonly reason: string | null;
  /** What the reason names, where it says so, and the words for who may not read that. */
  readonly names?: readonly string[];
  readonly without?: string;
}

/** What the rules say under one policy. */
export interface PolicyVerdict {
  readonly policyId: string;
  readonly displayName: string;
  readonly version: number;
  readonly fits: boolean;
  /** Whether who asked for themselves may ask under it, so that they can read what it wants. */
  readonly isOpen?: boolean;
  /** Only the rules that do not hold. */
  readonly against: readonly RuleOutcome[];
}

/** Who is asked to agree in one stage, as things stand. */
export interface StageApprovers {
  readonly stage: number;
  /** Who may know them, by the policy; nobody where a trace does not say. */
  readonly visibility?: string;
  readonly primary: readonly string[];
  readonly fallback: readonly string[];
  readonly escalation: readonly string[];
}

/** Everything that led to a decision, for whoever asks why. */
export interface DecisionTrace {
  readonly outcome: 'accepted' | 'refused';
  readonly refusal:
    ({ readonly code: RefusalCode; readonly message: string } & Pick<RuleOutcome, 'names' | 'without'>) | null;
  /** The policy that it was decided under. */
  readonly policyId?: string | null;
  readonly rules: readonly RuleOutcome[];
  readonly policies: readonly PolicyVerdict[];
  readonly separationOfDuties: readonly { readonly accessPackageId?: string; readonly groupId?: string }[];
  readonly duplicates: readonly { readonly assignmentId: string; readonly assignmentPolicyId: string }[];
  readonly missingAnswers: readonly { readonly questionId: string | null; readonly text: string | null }[];
  /** Whether somebody has to agree, and why; null where no policy says. */
  readonly approval?: ApprovalNeed | null;
  readonly approvers: readonly StageApprovers[];
  /** ISO instants of the access as it would be given now; no start where there is no window for it, no end where it has none. */
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
}

/** Asks every rule: the first that does not hold refuses, the outcomes of all that were asked are the trace. */
export function decide(
  rules: readonly Rule[],
  facts: RequestFacts,
  agreement: Pick<DecisionTrace, 'approval' | 'approvers'> = { approvers: [] },
): { trace: DecisionTrace; refusal: DomainError | undefined } {
  const open = isOwn(facts) ? fittingPolicies(facts).map(({ id }) => id) : [];
  const asked = outcomesOf(rules, facts, open);
  const refusal = asked.find(([, said]) => said !== undefined)?.[1];
  const trace: DecisionTrace = {
    outcome: refusal ? 'refused' : 'accepted',
    refusal: refusal ? { code: refusal.code, ...reasonOf(refusal) } : null,
    policyId: facts.policy?.id ?? null,
    rules: asked.map(([rule, said]) => outcomeOf(rule, said)),
    policies: weighed(facts).map((policy) =>
      verdictOf(rules, { ...facts, policy, assignmentPolicyId: policy.id }, open),
    ),
    separationOfDuties: clashesOf(facts),
    duplicates: facts.held
      .filter(({ accessPackageId }) => accessPackageId === facts.accessPackageId)
      .map(({ id, assignmentPolicyId }) => ({ assignmentId: id, assignmentPolicyId })),
    missingAnswers: missingAnswers(facts).map(({ id, text }) => ({ questionId: id, text: text ?? null })),
    ...agreement,
    ...windowOf(facts),
  };
  return { trace, refusal };
}

/** How many policies a trace says something of: what each request keeps grows with them. */
const mostVerdicts = 50;

/** The policy that it was decided under, and the others in their order. */
const weighed = ({ policy, policies }: RequestFacts): readonly PolicyFacts[] =>
  policies.length <= mostVerdicts
    ? policies
    : [...new Set([...policies.filter(({ id }) => id === policy?.id), ...policies])].slice(0, mostVerdicts);

/** Who may ask under a policy can read what it wants: that is nothing to keep from them. */
const toldTo = (open: readonly string[], said: DomainError | undefined): DomainError | undefined =>
  said instanceof PartlyTold ? said.openTo(open) : said;

type Asked = readonly (readonly [string, DomainError | undefined])[];

/** What the rules say; one that costs something is passed over once another refuses. */
function outcomesOf(rules: readonly Rule[], facts: RequestFacts, open: readonly string[]): Asked {
  const asked: (readonly [string, DomainError | undefined])[] = [];
  for (const rule of rules) {
    if (askedLast.has(rule) && asked.some(([, said]) => said !== undefined)) continue;
    asked.push([nameOfRule(rule), toldTo(open, rule(facts))]);
  }
  return asked;
}

function outcomeOf(rule: string, said: DomainError | undefined): RuleOutcome {
  if (!said) return { rule, holds: true, reason: null };
  const { message: reason, ...more } = reasonOf(said);
  return { rule, holds: false, reason, ...more };
}

function verdictOf(rules: readonly Rule[], facts: RequestFacts, open: readonly string[]): PolicyVerdict {
  const { id = '', displayName = '', version = 0 } = facts.policy ?? {};
  const against = outcomesOf(rules, facts, open)
    .map(([rule, said]) => outcomeOf(rule, said))
    .filter(({ holds }) => !holds);
  return { policyId: id, displayName, version, fits: against.length === 0, isOpen: open.includes(id), against };
}

function clashesOf({ held, accessPackage, target }: RequestFacts): DecisionTrace['separationOfDuties'] {
  const packages = held.filter((has) => accessPackage?.incompatibleIds.includes(has.accessPackageId));
  const groups = target?.groupIds?.filter((id) => accessPackage?.incompatibleGroupIds.includes(id)) ?? [];
  return [...packages.map(({ accessPackageId }) => ({ accessPackageId })), ...groups.map((groupId) => ({ groupId }))];
}

function windowOf(facts: RequestFacts): Pick<DecisionTrace, 'startDateTime' | 'endDateTime'> {
  const window = facts.policy ? windowOfRequest(facts) : undefined;
  if (!window || isFault(window)) return { startDateTime: null, endDateTime: null };
  return { startDateTime: window.start.toISOString(), endDateTime: window.end?.toISOString() ?? null };
}
