import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { groups } from '../../directory/index.js';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { idOf } from '../../platform/http/id-of.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { GroupReferenceBody, PackageReferenceBody } from './access-packages.body.js';
import { accessPackages } from './access-packages.resource.js';
import { DeclareIncompatibilityCommand } from './commands/declare-incompatibility.js';
import { WithdrawIncompatibilityCommand } from './commands/withdraw-incompatibility.js';

const packageOf = (id: string): string => idOf(id, 'access package');

/** Separation of duties: whom a package is kept from. */
@Chapter('Incompatibilities', 'Separation of duties: what cannot be held together.')
@Controller('identityGovernance/entitlementManagement/accessPackages/:id')
export class IncompatibilitiesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('incompatibleAccessPackages')
  @ApiOperation({ summary: 'List the access packages whose holders cannot get this one' })
  @Permitted('entitlements.read')
  @AnswersMany(accessPackages)
  async listPackages(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const accessPackageId = await this.existing(asked, id);
    return this.queries.execute(
      new ListQuery(accessPackages, asked, { incompatibleWith: { some: { accessPackageId } } }),
    );
  }

  @Get('accessPackagesIncompatibleWith')
  @ApiOperation({ summary: 'List the access packages that holders of this one cannot get' })
  @Permitted('entitlements.read')
  @AnswersMany(accessPackages)
  async listReverse(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const incompatibleWithId = await this.existing(asked, id);
    return this.queries.execute(
      new ListQuery(accessPackages, asked, { incompatible: { some: { incompatibleWithId } } }),
    );
  }

  @Post('incompatibleAccessPackages/$ref')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  declarePackage(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: PackageReferenceBody,
  ): Promise<void> {
    const other = { kind: 'accessPackage', otherId: body['@odata.id'] } as const;
    return this.commands.execute(new DeclareIncompatibilityCommand(caller, packageOf(id), other));
  }

  @Delete('incompatibleAccessPackages/:otherId/$ref')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  withdrawPackage(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('otherId') otherId: string,
  ): Promise<void> {
    const other = { kind: 'accessPackage', otherId: packageOf(otherId) } as const;
    return this.commands.execute(new WithdrawIncompatibilityCommand(caller, packageOf(id), other));
  }

  @Get('incompatibleGroups')
  @ApiOperation({ summary: 'List the groups whose members cannot get this access package' })
  @Permitted('entitlements.read')
  @AnswersMany(groups)
  async listGroups(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const accessPackageId = await this.existing(asked, id);
    return this.queries.execute(new ListQuery(groups, asked, { incompatiblePackages: { some: { accessPackageId } } }));
  }

  @Post('incompatibleGroups/$ref')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  declareGroup(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: GroupReferenceBody,
  ): Promise<void> {
    const other = { kind: 'group', otherId: body['@odata.id'] } as const;
    return this.commands.execute(new DeclareIncompatibilityCommand(caller, packageOf(id), other));
  }

  @Delete('incompatibleGroups/:groupId/$ref')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  withdrawGroup(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('groupId') groupId: string,
  ): Promise<void> {
    const other = { kind: 'group', otherId: idOf(groupId, 'group') } as const;
    return this.commands.execute(new WithdrawIncompatibilityCommand(caller, packageOf(id), other));
  }

  /** The id of a package that the caller may see. */
  private async existing(asked: Asked, id: string): Promise<string> {
    const found = packageOf(id);
    await this.queries.execute(new GetQuery(accessPackages, { ...asked, query: '' }, { id: found }));
    return found;
  }
}
