import { SetMetadata } from '@nestjs/common';
import type { Resource } from './resource.js';

/** What a route has in the body of its answer. */
export interface Answering {
  readonly resource: Resource;
  readonly many: boolean;
}

/** Whether a route answers one entity that has a tag. */
export const isTagged = ({ resource, many }: Answering): boolean => !many && resource.isTagged === true;

export const answering = 'answering';

/** Says that a route answers one entity of a resource. */
export const AnswersOne = (resource: Resource) => SetMetadata(answering, { resource, many: false } satisfies Answering);

/** Says that a route answers a page of a resource's entities. */
export const AnswersMany = (resource: Resource) => SetMetadata(answering, { resource, many: true } satisfies Answering);

export const wordsInAddress = 'wordsInAddress';

/** Which words a key in a route's address may be, in any case of letters. */
export const ChosenFrom = (key: string, words: readonly string[]) => SetMetadata(wordsInAddress, { [key]: words });
