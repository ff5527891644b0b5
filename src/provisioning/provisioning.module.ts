import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DeclaredSystems } from './declared-systems.js';
import { Provisioners } from './provisioners.js';
import { ProvisionedAccounts } from './scim/provisioned-accounts.repository.js';
import { ScimProvisioner } from './scim/scim.provisioner.js';
import { WebhookProvisioner } from './webhook/webhook.provisioner.js';

/** The systems outside in which granted access has to appear, and what carries it out in each kind of them. */
@Module({
  imports: [DiscoveryModule],
  providers: [DeclaredSystems, Provisioners, ProvisionedAccounts, ScimProvisioner, WebhookProvisioner],
  exports: [Provisioners],
})
export class ProvisioningModule {}
