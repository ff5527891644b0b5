import { BodyOf } from '../../platform/beta/bodies.js';
import { type Derived, Name, ODataType, Period, Text, Whole } from '../../platform/edm/members.js';
import { WireName } from '../../platform/edm/type-names.js';

const graph = 'microsoft.graph';

/** Where an extension is called; `@odata.type` says how the address is told. */
@WireName('CustomExtensionEndpointConfiguration')
export class EndpointConfiguration {
  @ODataType([`${graph}.logicAppTriggerEndpointConfiguration`, `${graph}.httpRequestEndpoint`]) '@odata.type': string;
}

@WireName('LogicAppTriggerEndpointConfiguration')
export class LogicAppTriggerEndpointConfiguration extends EndpointConfiguration {
  @Text(256) logicAppWorkflowName: string | null = null;
  @Text(256) resourceGroupName: string | null = null;
  @Text(256) subscriptionId: string | null = null;
  @Text(2_000) url: string | null = null;
}

@WireName('HttpRequestEndpoint')
export class HttpRequestEndpoint extends EndpointConfiguration {
  @Name(2_000) targetUrl: string;
}

export const endpoints: Derived = {
  [`${graph}.logicAppTriggerEndpointConfiguration`]: LogicAppTriggerEndpointConfiguration,
  [`${graph}.httpRequestEndpoint`]: HttpRequestEndpoint,
};

/** By what token a call says who it comes from, beside its signature. */
@WireName('CustomExtensionAuthenticationConfiguration')
export class AuthenticationConfiguration {
  @ODataType([`${graph}.azureAdTokenAuthentication`, `${graph}.azureAdPopTokenAuthentication`]) '@odata.type': string;
}

@WireName('AzureAdTokenAuthentication')
export class AzureAdTokenAuthentication extends AuthenticationConfiguration {
  @Name(500) resourceId: string;
}

@WireName('AzureAdPopTokenAuthentication')
export class AzureAdPopTokenAuthentication extends AuthenticationConfiguration {}

export const authentications: Derived = {
  [`${graph}.azureAdTokenAuthentication`]: AzureAdTokenAuthentication,
  [`${graph}.azureAdPopTokenAuthentication`]: AzureAdPopTokenAuthentication,
};

/** How long a call may take, and how often it is tried again. */
@WireName('CustomExtensionClientConfiguration')
export class ClientConfigurationBody {
  @Whole(200, 2_000) timeoutInMilliseconds: number | null = null;
  @Whole(0, 1) maximumRetries: number | null = null;
}

const callbacks = [
  'customExtensionCallbackConfiguration',
  'accessPackageRequestApprovalStageCallbackConfiguration',
].map((name) => `${graph}.${name}`);

/** The name that samples have for what is declared as `timeoutDuration`. */
class CallbackInSamples {
  @Period() durationBeforeTimeout?: string | null;
}

/** What both say stays, to be refused. */
function fromSamples(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { durationBeforeTimeout, ...others } = sent;
  if (durationBeforeTimeout === undefined || Object.hasOwn(others, 'timeoutDuration')) return sent;
  return { ...others, timeoutDuration: durationBeforeTimeout };
}

/** That the process waits for an answer, and how long at most. */
@BodyOf('customExtensionCallbackConfiguration', {
  type: () => CallbackInSamples,
  fromBeta: fromSamples,
  paths: [[/^timeoutDuration$/, 'durationBeforeTimeout']],
})
@WireName('CustomExtensionCallbackConfiguration')
export class CallbackConfiguration {
  @ODataType(callbacks, 'omittable')
  '@odata.type' = `${graph}.customExtensionCallbackConfiguration`;
  @Period('required') timeoutDuration: string;
}
