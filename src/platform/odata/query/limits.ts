import { DomainError } from '../../errors/domain-error.js';

/** How much one question may ask; what is beyond is refused before anything is looked up. */
export const limits = {
  options: 20,
  optionBytes: 2_048,
  tokenBytes: 8_192,
  literalBytes: 1_024,
  nodes: 100,
  depth: 10,
  /** Links in one path, and `any` and `all` inside others. */
  links: 5,
  lambdas: 3,
  /** Links that all questions of a call follow; to a collection a link counts as ten, and so does each inside its `any` or `all`. */
  steps: 250,
  stepsToMany: 10,
  orderKeys: 5,
  pageSize: 100,
  largestPage: 999,
  largestSkip: 10_000,
  /** Links that one `$expand` follows, with those inside others. */
  expansions: 12,
  levels: 5,
  /** Members that are shown of one expanded collection. */
  expandedItems: 100,
  /** How far entities are counted, unless a call asks for more. */
  counted: 10_000,
  /** Entities in one answer, each as often as it is written. */
  writtenEntities: 10_000,
  /** Bytes of the documents in a page, and in all that its links lead to, each as often as it is written. */
  pageBytes: 4 * 2 ** 20,
  expandedBytes: 8 * 2 ** 20,
} as const;

/** A query option that cannot be answered; the message says what to change. */
export const invalid = (message: string): DomainError => new DomainError('InvalidFilter', message);

/** A piece of the caller's text, short enough for a message. */
export function abridged(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}...` : text;
}

export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
