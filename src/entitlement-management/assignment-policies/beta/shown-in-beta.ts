import { policyValuesFrom } from '../assignment-policies.body.js';
import type { AssignmentPolicy, PolicyValues } from '../assignment-policy.js';
import { policyFromBeta, policyToBeta } from './policy.js';
import { settingsOf } from '../policy-settings.js';

/** What a policy would say if all that beta shows of it were sent back. */
export function shownInBeta(policy: AssignmentPolicy): PolicyValues {
  const settings = settingsOf(policy);
  const { displayName, description, accessPackageId, allowedTargetScope } = policy;
  const { notificationSettings, customExtensionStageSettings } = settings;
  return policyValuesFrom({
    ...{ displayName, description, accessPackage: { id: accessPackageId } },
    ...{ notificationSettings, customExtensionStageSettings },
    ...policyFromBeta(asSent(policyToBeta({ allowedTargetScope, settings }))),
  });
}

const asSent = (value: object): Readonly<Record<string, unknown>> =>
  JSON.parse(JSON.stringify(value)) as Readonly<Record<string, unknown>>;
