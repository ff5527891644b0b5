import { Parts, Text, Texts } from '../../../platform/edm/members.js';
import { WireName } from '../../../platform/edm/type-names.js';

/** A kind of credential and who may have issued it; beta's type. */
@WireName('VerifiableCredentialType')
export class VerifiableCredentialType {
  @Text(400) credentialType: string | null = null;
  @Texts(50, 1_000) issuers: string[] = [];
}

/** The credentials that whoever asks has to present; beta's type, which v1.0's metadata lacks. */
@WireName('VerifiableCredentialSettings')
export class VerifiableCredentialSettings {
  @Parts(() => VerifiableCredentialType, 10) credentialTypes: VerifiableCredentialType[] = [];
}
