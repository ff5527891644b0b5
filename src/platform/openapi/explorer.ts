import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { ApiDocument } from './api-document.js';

/**
 * Serves `/openapi.json` and the explorer at `/docs` to everybody; the document is drawn when it is first asked for.
 *
 * A token stays in the page's memory: in the browser's storage the next who sits there would find it.
 */
export function serveExplorer(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => app.get(ApiDocument).of(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'open-entitlements',
    swaggerOptions: { persistAuthorization: false, displayOperationId: true, docExpansion: 'none', filter: true },
  });
}
