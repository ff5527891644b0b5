import { Module } from '@nestjs/common';
import { DirectoryModule } from '../../directory/index.js';
import { AddOrganizationSponsorHandler } from './commands/add-organization-sponsor.js';
import { CreateConnectedOrganizationHandler } from './commands/create-connected-organization.js';
import { DeleteConnectedOrganizationHandler } from './commands/delete-connected-organization.js';
import { RemoveOrganizationSponsorHandler } from './commands/remove-organization-sponsor.js';
import { UpdateConnectedOrganizationHandler } from './commands/update-connected-organization.js';
import { ConnectedOrganizationsController } from './connected-organizations.controller.js';
import { ConnectedOrganizationsRepository } from './connected-organizations.repository.js';
import { OrganizationSponsorsController } from './organization-sponsors.controller.js';

@Module({
  imports: [DirectoryModule],
  controllers: [ConnectedOrganizationsController, OrganizationSponsorsController],
  providers: [
    ConnectedOrganizationsRepository,
    CreateConnectedOrganizationHandler,
    UpdateConnectedOrganizationHandler,
    DeleteConnectedOrganizationHandler,
    AddOrganizationSponsorHandler,
    RemoveOrganizationSponsorHandler,
  ],
})
export class ConnectedOrganizationsModule {}
