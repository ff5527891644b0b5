import { SetMetadata } from '@nestjs/common';

export const changesNothing = 'changesNothing';

/** Says of a POST that it only reads: repeating it does no harm, so no answer is kept for an Idempotency-Key. */
export const ChangesNothing = () => SetMetadata(changesNothing, true);
