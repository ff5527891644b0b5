import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../platform/auth/caller.js';
import { Permitted } from '../platform/auth/permissions.js';
import { valuesIn } from '../platform/entities/values.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { idOf } from '../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import { created } from '../platform/odata/created.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { HonoursIfMatch } from '../platform/odata/preconditions.js';
import { CreateServicePrincipalCommand } from './commands/create-service-principal.js';
import { DeleteServicePrincipalCommand } from './commands/delete-service-principal.js';
import { ServicePrincipalBody } from './service-principals.body.js';
import { ServicePrincipalEntity } from './service-principals.entity.js';
import { servicePrincipals } from './service-principals.resource.js';

@Chapter('Service principals', 'Applications in this tenant, to which roles can be given.')
@Controller('servicePrincipals')
export class ServicePrincipalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('servicePrincipals.read')
  @AnswersMany(servicePrincipals)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(servicePrincipals, asked));
  }

  @Get(':id')
  @Permitted('servicePrincipals.read')
  @AnswersOne(servicePrincipals)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(servicePrincipals, asked, { id: idOf(id, 'service principal') }));
  }

  @Post()
  @Permitted('servicePrincipals.write')
  @AnswersOne(servicePrincipals)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: ServicePrincipalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const values = valuesIn(ServicePrincipalEntity, body);
    const command = new CreateServicePrincipalCommand(asked.caller, values, body.id ?? undefined);
    return created(reply, asked, servicePrincipals, await this.commands.execute(command));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('servicePrincipals.write')
  @HonoursIfMatch(servicePrincipals)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteServicePrincipalCommand(caller, idOf(id, 'service principal')));
  }
}
