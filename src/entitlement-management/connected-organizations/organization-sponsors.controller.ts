import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { directoryObjects, users } from '../../directory/index.js';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { idOf } from '../../platform/http/id-of.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { AddOrganizationSponsorCommand } from './commands/add-organization-sponsor.js';
import { RemoveOrganizationSponsorCommand } from './commands/remove-organization-sponsor.js';
import type { SponsorKind } from './connected-organization.js';
import { SponsorReferenceBody } from './connected-organizations.body.js';
import { connectedOrganizations } from './connected-organizations.resource.js';

const organizationOf = (id: string): string => idOf(id, 'connected organization');

/** Who answers for the people of a connected organization: within the tenant, and within the organization. */
@Chapter('Sponsors')
@Controller('identityGovernance/entitlementManagement/connectedOrganizations/:id')
export class OrganizationSponsorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('internalSponsors')
  @Permitted('entitlements.read')
  @AnswersMany(users)
  listInternal(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.list(asked, organizationOf(id), 'internal');
  }

  @Get('externalSponsors')
  @Permitted('entitlements.read')
  @AnswersMany(users)
  listExternal(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.list(asked, organizationOf(id), 'external');
  }

  @Post('internalSponsors/$ref')
  @HttpCode(204)
  @Permitted('entitlements.write')
  addInternal(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: SponsorReferenceBody,
  ): Promise<void> {
    const sponsor = { kind: 'internal', userId: body['@odata.id'] } as const;
    return this.commands.execute(new AddOrganizationSponsorCommand(caller, organizationOf(id), sponsor));
  }

  @Post('externalSponsors/$ref')
  @HttpCode(204)
  @Permitted('entitlements.write')
  addExternal(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: SponsorReferenceBody,
  ): Promise<void> {
    const sponsor = { kind: 'external', userId: body['@odata.id'] } as const;
    return this.commands.execute(new AddOrganizationSponsorCommand(caller, organizationOf(id), sponsor));
  }

  @Delete('internalSponsors/:userId/$ref')
  @HttpCode(204)
  @Permitted('entitlements.write')
  removeInternal(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    const sponsor = { kind: 'internal', userId: idOf(userId, 'user') } as const;
    return this.commands.execute(new RemoveOrganizationSponsorCommand(caller, organizationOf(id), sponsor));
  }

  @Delete('externalSponsors/:userId/$ref')
  @HttpCode(204)
  @Permitted('entitlements.write')
  removeExternal(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    const sponsor = { kind: 'external', userId: idOf(userId, 'user') } as const;
    return this.commands.execute(new RemoveOrganizationSponsorCommand(caller, organizationOf(id), sponsor));
  }

  private async list(asked: Asked, organizationId: string, kind: SponsorKind): Promise<Answer> {
    await this.queries.execute(new GetQuery(connectedOrganizations, { ...asked, query: '' }, { id: organizationId }));
    return this.queries.execute(
      new ListQuery(directoryObjects, asked, { sponsoredOrganizations: { some: { organizationId, kind } } }),
    );
  }
}
