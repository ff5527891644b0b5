import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Resource } from './resource.js';
import type { Schemas } from '../openapi/schemas.js';

/** What a route has in the body of its answer. */
export interface Answering {
  readonly resource: Resource;
  readonly many: boolean;
}

export const answering = 'answering';

/** Says that a route answers one entity of a resource. */
export const AnswersOne = (resource: Resource) => SetMetadata(answering, { resource, many: false } satisfies Answering);

/** Says that a route answers a page of a resource's entities. */
export const AnswersMany = (resource: Resource) => SetMetadata(answering, { resource, many: true } satisfies Answering);

export const wordsInAddress = 'wordsInAddress';

/** Which words a key in a route's address may be, in any case of letters. */
export const ChosenFrom = (key: string, words: readonly string[]) => SetMetadata(wordsInAddress, { [key]: words });

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
