import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { Chapter } from '../../platform/http/chapter.js';
import { idOf, refuseOtherId } from '../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { changed } from '../../platform/odata/created.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersObject } from '../../platform/openapi/answers-object.js';
import { catalogs } from '../catalogs/index.js';
import { CreateCustomExtensionCommand } from './commands/create-custom-extension.js';
import { DeleteCustomExtensionCommand } from './commands/delete-custom-extension.js';
import { RotateExtensionSecretCommand } from './commands/rotate-extension-secret.js';
import { UpdateCustomExtensionCommand } from './commands/update-custom-extension.js';
import {
  changesOf,
  CustomExtensionBody,
  CustomExtensionChangesBody,
  CustomExtensionReplacementBody,
  typeOf,
  valuesOf,
} from './custom-extensions.body.js';
import { customWorkflowExtensions } from './custom-extensions.resource.js';
import { requestExtension } from './stages.js';

const catalogOf = (id: string): string => idOf(id, 'catalog');
const extensionOf = (id: string): string => idOf(id, 'custom extension');

@Chapter('Custom extensions', 'What is called when something happens to requests and assignments of a catalog.')
@Controller('identityGovernance/entitlementManagement/catalogs/:id/customWorkflowExtensions')
export class CustomExtensionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(customWorkflowExtensions)
  async list(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const catalogId = catalogOf(id);
    await this.queries.execute(new GetQuery(catalogs, { ...asked, query: '' }, { id: catalogId }));
    return this.queries.execute(new ListQuery(customWorkflowExtensions, asked, { catalogId }));
  }

  @Get(':extensionId')
  @Permitted('entitlements.read')
  @AnswersOne(customWorkflowExtensions)
  get(@AskedFor() asked: Asked, @Param('id') id: string, @Param('extensionId') own: string): Promise<EntityAnswer> {
    const key = { catalogId: catalogOf(id), id: extensionOf(own) };
    return this.queries.execute(new GetQuery(customWorkflowExtensions, asked, key));
  }

  @Post()
  @ApiOperation({
    description:
      'The answer shows the secret that calls are signed with (`@openEntitlements.secret`), this once: nothing else ever does.',
  })
  @Permitted('catalogs.write')
  @AnswersOne(customWorkflowExtensions)
  async create(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Body() body: CustomExtensionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const type = typeOf(body) ?? requestExtension;
    const command = new CreateCustomExtensionCommand(asked.caller, catalogOf(id), type, valuesOf(body));
    const { extension, secret } = await this.commands.execute(command);
    const path = `${catalogs.path}/${extension.catalogId}/customWorkflowExtensions/${extension.id}`;
    void reply.header('location', `${asked.base}/${path}`);
    return changed(asked, customWorkflowExtensions, extension).annotated({ '@openEntitlements.secret': secret });
  }

  @Put(':extensionId')
  @Permitted('catalogs.write')
  @AnswersOne(customWorkflowExtensions)
  async replace(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Param('extensionId') own: string,
    @Body() body: CustomExtensionReplacementBody,
  ): Promise<EntityAnswer> {
    refuseOtherId(body, own);
    const meant = { catalogId: catalogOf(id), id: extensionOf(own), type: typeOf(body) };
    const command = new UpdateCustomExtensionCommand(asked.caller, meant, valuesOf(body));
    return changed(asked, customWorkflowExtensions, await this.commands.execute(command));
  }

  @Patch(':extensionId')
  @Permitted('catalogs.write')
  @AnswersOne(customWorkflowExtensions)
  async update(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Param('extensionId') own: string,
    @Body() body: CustomExtensionChangesBody,
  ): Promise<EntityAnswer> {
    refuseOtherId(body, own);
    const meant = { catalogId: catalogOf(id), id: extensionOf(own), type: typeOf(body) };
    const command = new UpdateCustomExtensionCommand(asked.caller, meant, changesOf(body));
    return changed(asked, customWorkflowExtensions, await this.commands.execute(command));
  }

  @Delete(':extensionId')
  @HttpCode(204)
  @Permitted('catalogs.write')
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string, @Param('extensionId') own: string): Promise<void> {
    return this.commands.execute(new DeleteCustomExtensionCommand(caller, catalogOf(id), extensionOf(own)));
  }

  /** Not Graph's, which signs nothing. */
  @Post(':extensionId/rotateSecret')
  @HttpCode(200)
  @Permitted('catalogs.write')
  @AnswersObject(
    'Give a custom extension a new secret, with the one before valid until the next',
    { secret: { type: 'string' } },
    { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  )
  async rotateSecret(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('extensionId') own: string,
  ): Promise<{ readonly secret: string }> {
    const command = new RotateExtensionSecretCommand(caller, catalogOf(id), extensionOf(own));
    return { secret: await this.commands.execute(command) };
  }
}
