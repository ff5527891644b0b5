import { firstRefusal, type Rule } from '../../platform/domain/rules.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { durationMillis } from '../../platform/text/duration.js';
import type { CustomExtension, ExtensionValues } from './extension-values.js';
import { addressOf } from './endpoint.js';
import { assignmentExtension } from './stages.js';

/** What the operator lets be called, as settings say it. */
export interface OutgoingRules {
  /** Why nothing is ever sent to an address; undefined where it may be. */
  faultOfAddress(url: string): string | undefined;
  /** Whether a token for a resource may be sent to an address. */
  mayHaveToken(resourceId: string, url: string): boolean;
}

type Said = ExtensionValues & Pick<CustomExtension, 'type'>;
interface Question {
  readonly extension: Said;
  readonly outgoing: OutgoingRules;
}
type ExtensionRule = Rule<Question, string>;

const [shortest, longest] = ['PT5M', 'P14D'];

export const anAddressIsSaid: ExtensionRule = ({ extension: { endpointConfiguration } }) =>
  addressOf(endpointConfiguration).url === ''
    ? `'${addressOf(endpointConfiguration).member}' is required: this server does not look an address up in Azure`
    : undefined;

export const theAddressMayBeCalled: ExtensionRule = ({ extension, outgoing }) => {
  const { member, url } = addressOf(extension.endpointConfiguration);
  const fault = outgoing.faultOfAddress(url);
  return fault && `'${member}' ${fault}`;
};

export const noTokenProvesPossession: ExtensionRule = ({ extension: { authenticationConfiguration } }) =>
  authenticationConfiguration?.['@odata.type'].endsWith('.azureAdPopTokenAuthentication')
    ? "'authenticationConfiguration' asks for a token that proves possession, which this server cannot get: every call is signed (webhook-signature), so leave it out"
    : undefined;

export const theTokenIsOfAnAllowedPair: ExtensionRule = ({ extension, outgoing }) => {
  const { authenticationConfiguration: authentication, endpointConfiguration } = extension;
  const { url } = addressOf(endpointConfiguration);
  return authentication && !outgoing.mayHaveToken(authentication.resourceId ?? '', url)
    ? "'authenticationConfiguration.resourceId' gets no token for this address: an operator names both in CALLOUT_TOKEN_RESOURCES"
    : undefined;
};

export const nobodyNamesApproversByIt: ExtensionRule = ({ extension: { callbackConfiguration } }) =>
  callbackConfiguration?.['@odata.type'].endsWith('.accessPackageRequestApprovalStageCallbackConfiguration')
    ? "'callbackConfiguration' asks for dynamic approvals, which are not served: send a customExtensionCallbackConfiguration"
    : undefined;

export const remindersWaitForNobody: ExtensionRule = ({ extension: { type, callbackConfiguration } }) =>
  type === assignmentExtension && callbackConfiguration
    ? `'callbackConfiguration' is not taken of an ${assignmentExtension}: reminders wait for nobody`
    : undefined;

export const anAnswerHasSomeTime: ExtensionRule = ({ extension: { callbackConfiguration } }) => {
  if (!callbackConfiguration) return undefined;
  const millis = durationMillis(callbackConfiguration.timeoutDuration ?? '') ?? 0;
  return millis < millisOf(shortest) || millis > millisOf(longest)
    ? `'callbackConfiguration.timeoutDuration' must be from ${shortest} to ${longest}`
    : undefined;
};

/** What must hold of a custom extension; the order is the order of refusals. */
export const extensionRules: readonly ExtensionRule[] = [
  anAddressIsSaid,
  theAddressMayBeCalled,
  noTokenProvesPossession,
  theTokenIsOfAnAllowedPair,
  nobodyNamesApproversByIt,
  remindersWaitForNobody,
  anAnswerHasSomeTime,
];

export function refuseWrongExtension(extension: Said, outgoing: OutgoingRules): void {
  const wrong = firstRefusal(extensionRules, { extension, outgoing });
  if (wrong !== undefined) throw new DomainError('InvalidModel', `The model is invalid: ${wrong}.`);
}

const millisOf = (duration = ''): number => durationMillis(duration) ?? 0;
