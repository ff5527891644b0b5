import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../auth/permissions.js';
import { Config } from '../config/config.js';
import { frontPage } from './front-page.js';

/** What a browser gets at `/`, written exactly so; `http/fastify.ts` lets nobody else come here. */
@ApiExcludeController()
@Controller()
@Public()
export class FrontPageController {
  constructor(private readonly config: Config) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('vary', 'accept')
  read(@Req() { asked }: FastifyRequest): string {
    const root = asked.base.slice(0, -`/${asked.dialect}`.length);
    return frontPage({ root, isDevelopment: this.config.authMode === 'development' });
  }
}
