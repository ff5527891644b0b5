import { Module } from '@nestjs/common';
import { OpenApiModule } from '../openapi/openapi.module.js';
import { MetadataController } from './metadata.controller.js';

/** The description of the entities, drawn from their declarations. */
@Module({ imports: [OpenApiModule], controllers: [MetadataController] })
export class CsdlModule {}
