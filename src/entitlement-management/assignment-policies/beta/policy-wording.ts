import type { Dialect } from '../../../platform/beta/names.js';
import { namesIn } from '../../../platform/http/sent-names.js';
import { AssignmentPolicyBody } from '../assignment-policies.body.js';
import type { PolicyWording } from '../policy-lint.js';
import { scopeToBeta } from './scopes.js';

const betas = namesIn('beta', AssignmentPolicyBody);

/** What only v1.0 can say is called as v1.0 does, in beta too. */
export const wordingOf: Readonly<Record<Dialect, PolicyWording>> = {
  'v1.0': {
    member: namesIn('v1.0', AssignmentPolicyBody),
    scope: ({ allowedTargetScope }) => allowedTargetScope,
    faultOfEnd: (fault) => fault,
  },
  beta: {
    member: betas,
    scope: ({ allowedTargetScope, settings }) => scopeToBeta(allowedTargetScope, settings.requestorSettings?.scopeType),
    // Beta has no member that could be wrong: it shows what it can of such an end.
    faultOfEnd: () =>
      `its end cannot be read, and is said by neither '${betas('expiration.duration')}' nor '${betas('expiration.endDateTime')}'`,
  },
};
