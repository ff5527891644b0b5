import { Injectable, Logger } from '@nestjs/common';
import { Command, CommandBus } from '@nestjs/cqrs';
import { CreateGroupCommand, CreateServicePrincipalCommand, CreateUserCommand } from '../directory/index.js';
import { CreateAccessPackageCommand } from '../entitlement-management/access-packages/index.js';
import {
  CreateAssignmentPolicyCommand,
  policyValuesFrom,
} from '../entitlement-management/assignment-policies/index.js';
import { CreateCatalogCommand } from '../entitlement-management/catalogs/index.js';
import { directoryRoles, roles } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { administrator, developmentTenantId, type Persona, personas } from '../platform/development/personas.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { CreateRoleAssignmentCommand } from '../role-management/index.js';
import { approver, colleagues, demoIds, demoPolicies, owner } from './demo-content.js';

const byAdministrator: Caller = {
  kind: 'user',
  tenantId: developmentTenantId,
  objectId: administrator.id,
  applicationId: administrator.id,
  permissions: ['EntitlementManagement.ReadWrite.All'],
  directoryRoles: [directoryRoles.GlobalAdministrator],
};

/** Something to try the server with, in development mode; the administrator is there even without it. */
@Injectable()
export class DemoData {
  private readonly logger = new Logger('DemoData');

  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Makes what is absent, once the database is there, and leaves what is present as it is. */
  async seed(): Promise<void> {
    if (this.config.authMode !== 'development') return;
    await this.database.whenReady();
    await this.ensure(person(administrator));
    if (!this.config.demoData) return;
    for (const persona of personas) await this.ensure(person(persona));
    for (const command of demoCommands()) await this.ensure(command);
  }

  private async ensure(command: Command<unknown>): Promise<void> {
    try {
      await this.commands.execute(command);
    } catch (error) {
      if (!(error instanceof DomainError) || !['DuplicateKey', 'ResourceNotFound'].includes(error.code)) throw error;
      if (error.code === 'ResourceNotFound') this.logger.warn(`Demo data is left out: ${error.message}`);
    }
  }
}

function person({ id, displayName, userPrincipalName, kind }: Persona): CreateUserCommand {
  const isGuest = kind === 'outsideUser';
  const mail = isGuest ? 'sam.rivera@fabrikam.example' : userPrincipalName;
  const managerId = kind === 'user' ? approver.id : null;
  const values = {
    displayName,
    userPrincipalName,
    mail,
    userType: isGuest ? 'Guest' : 'Member',
    accountEnabled: true,
  } as const;
  return new CreateUserCommand(byAdministrator, values, managerId, id);
}

function demoCommands(): Command<unknown>[] {
  const packageIn = (id: string, displayName: string, description: string) => {
    const values = { displayName, description, isHidden: false, isRoleScopesVisible: false };
    return new CreateAccessPackageCommand(byAdministrator, demoIds.catalog, values, id);
  };
  return [
    new CreateGroupCommand(
      byAdministrator,
      { displayName: 'Sales', description: 'Everybody who sells.' },
      { members: colleagues.map(({ id }) => ({ collection: 'users', id })) },
      demoIds.group,
    ),
    new CreateServicePrincipalCommand(
      byAdministrator,
      { appId: demoIds.application, displayName: 'Onboarding' },
      demoIds.servicePrincipal,
    ),
    new CreateCatalogCommand(
      byAdministrator,
      { displayName: 'Demo', description: 'Something to try.', state: 'published', isExternallyVisible: false },
      demoIds.catalog,
    ),
    packageIn(demoIds.salesPackage, 'Sales tools', 'What somebody in sales needs.'),
    packageIn(demoIds.financePackage, 'Finance reports', 'The figures, for those who may see them.'),
    ...demoPolicies.map(
      ({ id, accessPackageId, json }) =>
        new CreateAssignmentPolicyCommand(byAdministrator, accessPackageId, policyValuesFrom(json), id),
    ),
    new CreateRoleAssignmentCommand(
      byAdministrator,
      { principalId: owner.id, roleDefinitionId: roles['Catalog owner'].id, catalogId: demoIds.catalog },
      demoIds.roleAssignment,
    ),
  ];
}
