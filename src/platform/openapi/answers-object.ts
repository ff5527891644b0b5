import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Schemas } from './schemas.js';

/** Says what a route does that answers no resource, and which members its answer has. */
export const AnswersObject = (summary: string, properties: Schemas, example?: object) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({
      description: 'The answer.',
      schema: {
        type: 'object',
        required: Object.keys(properties),
        properties,
        ...(example ? { examples: [example] } : {}),
      },
    }),
  );
