import { describe, expect, it } from '@jest/globals';
import { metadataIn, prefersHtml } from './accept.js';

describe('Accept', () => {
  it.each([
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'text/html, */*',
    'TEXT/HTML;charset=utf-8;q=0.9, application/json;q=0.8',
  ])('prefers a page: %s', (accept) => expect(prefersHtml(accept)).toBe(true));

  it.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'application/json',
    'application/json, text/html',
    'text/html;q=0.5, application/json',
    'text/html;q=0',
    'text/html;q=2',
    'text/html;q=0.5, application/*',
    'application/xhtml+xml',
    ',;q=;,',
  ])('prefers none: %s', (accept) => expect(prefersHtml(accept)).toBe(false));

  it.each<[string | undefined, string | undefined]>([
    ['application/json;odata.metadata=full', 'full'],
    ['application/json; ODATA.METADATA=None; charset=utf-8', 'none'],
    ['application/json;metadata=full', 'full'],
    ['text/html, application/json;q=0.5;odata.metadata=full', 'full'],
    ['application/json;odata.metadata=none;q=0.5, application/json;odata.metadata=full', 'full'],
    ['application/json;odata.metadata=minimal', undefined],
    ['application/json;odata.metadata=verbose', undefined],
    ['text/plain;odata.metadata=full', undefined],
    ['application/json', undefined],
    [undefined, undefined],
  ])('asks in %s for %s', (accept, metadata) => expect(metadataIn(accept)).toBe(metadata));
});
