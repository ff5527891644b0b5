import {
  accessPackageExists,
  catalogIsPublished,
  type Rule,
  targetIsEnabled,
} from '../../deciding/assignment-request.rules.js';
import { fittingPolicies } from '../../deciding/policy-choice.js';
import type { PolicyFacts, RequestFacts } from '../../deciding/request-facts.js';
import { requestorIsInTheDirectory } from '../../deciding/requestor.rules.js';

/** What has to hold before any policy is looked at. */
const beforehand: readonly Rule[] = [
  accessPackageExists,
  requestorIsInTheDirectory,
  targetIsEnabled,
  catalogIsPublished,
];

/** The policies under which the caller may ask for the package now; what they hold already is no matter. */
export const openPolicies = (facts: RequestFacts): readonly PolicyFacts[] =>
  beforehand.some((rule) => rule(facts) !== undefined) ? [] : fittingPolicies(facts);
