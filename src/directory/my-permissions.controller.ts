import { Controller, Get } from '@nestjs/common';
import { reachOf } from '../graph/index.js';
import { AnyCaller } from '../platform/auth/permissions.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { optionTexts } from '../platform/odata/query/option-texts.js';
import { AnswersObject } from '../platform/openapi/answers-object.js';

const catalogs = { type: 'array', items: { type: 'string', format: 'uuid' } };
const reach = { operation: { type: 'string' }, everywhere: { type: 'boolean' }, catalogs };
const context = 'https://entitlements.example.org/v1.0/$metadata#me/permissions';

/** What the caller may do where, so that a page shows only what works (not at Graph); applications ask it too. */
@Chapter('Users')
@Controller('me/permissions')
export class MyPermissionsController {
  @Get()
  @AnyCaller()
  @AnswersObject(
    'List what the caller may do, and where',
    {
      '@odata.context': { type: 'string', format: 'uri' },
      value: { type: 'array', items: { type: 'object', required: Object.keys(reach), properties: reach } },
    },
    {
      '@odata.context': context,
      value: [
        { operation: 'accessPackages.write', everywhere: false, catalogs: ['0d000000-0000-4000-8000-000000000001'] },
      ],
    },
  )
  list(@AskedFor() { caller, base, query }: Asked): object {
    const [option] = optionTexts(query).keys();
    if (option !== undefined) throw new DomainError('BadRequest', `'$${option}' is not taken here: leave it out.`);
    return { '@odata.context': `${base}/$metadata#me/permissions`, value: reachOf(caller) };
  }
}
