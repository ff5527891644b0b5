import type { RefusalCode } from '../errors/domain-error.js';
import { HandedIn } from '../handed-in.js';

/** What the description of the API says in the product's own words. */
export interface ApiTexts {
  readonly introduction: string;
  /** What a refusal may say, by its code, in the order in which the codes are described. */
  readonly refusals: Readonly<Record<RefusalCode | 'InternalServerError', string>>;
  /** What a key in an address is, where its name does not say so. */
  readonly keys: Readonly<Record<string, string>>;
  /** What members say in examples, by their names. */
  readonly samples: Readonly<Record<string, unknown>>;
  /** An address that a server of the product may have. */
  readonly host: string;
}

export const apiTexts = new HandedIn<ApiTexts>('what describes its API');
