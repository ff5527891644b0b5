import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../../../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../../../platform/http/asked.js';
import { Chapter } from '../../../../platform/http/chapter.js';
import { idOf } from '../../../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../../../platform/odata/answering.js';
import type { EntityAnswer } from '../../../../platform/odata/entity-answer.js';
import { GetQuery } from '../../../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../../../platform/odata/list.query.js';
import { offeredRoleScopes } from '../../../resource-role-scopes/index.js';
import { availableAccessPackages, availableIn } from './available-packages.resource.js';
import { RequestablePackagesQuery } from './requestable-packages.query.js';

/** What the caller may ask for, with what it would give them. */
@Chapter('Own access', 'What the caller may ask for, and what concerns the caller.')
@Controller('identityGovernance/entitlementManagement/availableAccessPackages')
export class AvailablePackagesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'List the access packages that the caller may ask for, as a catalogue shows them',
    description: 'Hidden packages are not among them; each has an address all the same.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(availableAccessPackages)
  async list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(await this.available(asked), asked, { isHidden: false }));
  }

  @Get(':id')
  @Permitted('ownAccess.read')
  @AnswersOne(availableAccessPackages)
  async get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    const key = { id: idOf(id, 'access package') };
    return this.queries.execute(new GetQuery(await this.available(asked), asked, key));
  }

  @Get(':id/resourceRoleScopes')
  @ApiOperation({
    summary: 'List the roles that an access package would give the caller',
    description: 'None where the package does not show them to those who may ask for it.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(offeredRoleScopes)
  async listRoleScopes(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const accessPackageId = idOf(id, 'access package');
    const available = await this.available(asked);
    await this.queries.execute(new GetQuery(available, { ...asked, query: '' }, { id: accessPackageId }));
    return this.queries.execute(new ListQuery(offeredRoleScopes, asked, { accessPackageId }));
  }

  private async available({ caller }: Asked) {
    return availableIn(await this.queries.execute(new RequestablePackagesQuery(caller)));
  }
}
