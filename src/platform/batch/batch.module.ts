import { Module } from '@nestjs/common';
import { BatchController } from './batch.controller.js';
import { BatchParts } from './batch-parts.js';

@Module({ controllers: [BatchController], providers: [BatchParts] })
export class BatchModule {}
