import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Public } from '../auth/permissions.js';
import { betaNames, type Dialect } from '../beta/names.js';
import { AskedFor, type Asked } from '../http/asked.js';
import { DescribedRoutes } from '../openapi/described-routes.js';
import { ResourceRegistry } from '../odata/resource-registry.js';
import { classTypes } from './class-types.js';
import { type Csdl, type CsdlType, merged, renamed } from './csdl-type.js';
import {
  baseTypes,
  collectionTypes,
  resourceEnums,
  resourceTypes,
  rootSets,
  shownParts,
  singletons,
} from './resource-types.js';
import { servedCalls } from './served-calls.js';
import { xmlOf } from './xml.js';
import { Chapter } from '../http/chapter.js';

const entity: CsdlType = {
  ...{ name: 'entity', kind: 'EntityType', isAbstract: true },
  members: [{ name: 'id', type: 'Edm.String', many: false, nullable: false, isNavigation: false }],
};

/** What the server serves, in OData's own words; drawn when it is first asked for. */
@Chapter('Metadata', 'What the API consists of, in the language of OData.')
@Controller('$metadata')
@Public()
export class MetadataController {
  private readonly documents = new Map<Dialect, string>();

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly routes: DescribedRoutes,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get the types of all entities' })
  @ApiProduces('application/xml')
  @ApiOkResponse({ description: 'As CSDL in XML.', schema: { type: 'string' } })
  @Header('content-type', 'application/xml; charset=utf-8')
  read(@AskedFor() { dialect }: Asked): string {
    const document = this.documents.get(dialect) ?? xmlOf(this.csdl(dialect));
    this.documents.set(dialect, document);
    return document;
  }

  private csdl(dialect: Dialect): Csdl {
    const registry = this.registry.in(dialect);
    const parts = classTypes(shownParts(registry));
    const types = [
      ...[entity, ...collectionTypes(registry), ...baseTypes(registry)],
      ...[...resourceTypes(registry), ...parts.types],
    ];
    return {
      types: merged(dialect === 'beta' ? renamed(types, betaNames.get().parts) : types),
      enums: new Map([...resourceEnums(registry), ...parts.enums]),
      calls: servedCalls(this.routes.byKey().values(), this.registry),
      entitySets: rootSets(registry),
      singletons: singletons(),
    };
  }
}
