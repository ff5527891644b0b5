import { enumerated, WireName } from '../../platform/edm/type-names.js';
import { type Derived, Guid, Name, ODataType, OneOf, Parts, Text } from '../../platform/edm/members.js';

const graph = 'microsoft.graph';
const types = [
  ...['azureActiveDirectoryTenant', 'crossCloudAzureActiveDirectoryTenant', 'domainIdentitySource'],
  ...['externalDomainFederation', 'socialIdentitySource'],
].map((name) => `${graph}.${name}`);

/** Where the people of an organization sign in; `@odata.type` says how. */
@WireName('IdentitySource')
export class IdentitySource {
  @ODataType(types) '@odata.type': string;
}

/** Its people are known by the domain that stands as its display name: the id names none. */
@WireName('AzureActiveDirectoryTenant')
export class AzureActiveDirectoryTenant extends IdentitySource {
  @Text(256) displayName: string | null = null;
  @Guid('required') tenantId: string;
}

@WireName('CrossCloudAzureActiveDirectoryTenant')
export class CrossCloudAzureActiveDirectoryTenant extends IdentitySource {
  @Text(256) displayName: string | null = null;
  @Guid('required') tenantId: string;
  @Name(256) cloudInstance: string;
}

@WireName('DomainIdentitySource')
export class DomainIdentitySource extends IdentitySource {
  @Text(256) displayName: string | null = null;
  @Name(255) domainName: string;
}

@WireName('ExternalDomainFederation')
export class ExternalDomainFederation extends IdentitySource {
  @Text(256) displayName: string | null = null;
  @Name(255) domainName: string;
  @Text(2_000) issuerUri: string | null = null;
}

@WireName('SocialIdentitySource')
export class SocialIdentitySource extends IdentitySource {
  @Text(256) displayName: string | null = null;
  @OneOf(enumerated('socialIdentitySourceType', ['facebook']), 'required') socialIdentitySourceType: string;
}

const derived: Derived = {
  [`${graph}.azureActiveDirectoryTenant`]: AzureActiveDirectoryTenant,
  [`${graph}.crossCloudAzureActiveDirectoryTenant`]: CrossCloudAzureActiveDirectoryTenant,
  [`${graph}.domainIdentitySource`]: DomainIdentitySource,
  [`${graph}.externalDomainFederation`]: ExternalDomainFederation,
  [`${graph}.socialIdentitySource`]: SocialIdentitySource,
};

/** A collection of identity sources of any kind. */
export const IdentitySources = (most: number) => Parts(() => IdentitySource, most, derived);
