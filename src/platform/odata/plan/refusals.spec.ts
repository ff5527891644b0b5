import { describe, expect, it } from '@jest/globals';
import { anApplication, groups, packages, people, requests, shelves } from '../../../../test/support/odata-world.js';
import { DomainError } from '../../errors/domain-error.js';
import { limits } from '../query/limits.js';
import { optionTexts } from '../query/option-texts.js';
import { onCollections, readOptions } from '../query/options.js';
import { ResourceRegistry } from '../resource-registry.js';
import { readingOf } from './shape.js';

const registry = new ResourceRegistry([requests, packages, shelves, people, groups]);

/** Reads and plans a query to people, up to where it is refused. */
function refuse(query: string): void {
  const options = readOptions(optionTexts(query), onCollections);
  readingOf(people, options, {
    registry,
    caller: anApplication(),
    links: { left: limits.expansions },
    steps: { left: limits.steps },
  });
}

/** The processor's time for a refusal in milliseconds: the least of many, as what else the machine does only adds to it. */
function costOf(query: string): number {
  const costs = Array.from({ length: 31 }, () => {
    const before = process.cpuUsage();
    expect(() => refuse(query)).toThrow(DomainError);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

const fill = (piece: string): string => piece.repeat(Math.floor((limits.optionBytes - 40) / piece.length));
const joined = (pieces: number, piece: string, by: string): string => Array<string>(pieces).fill(piece).join(by);

describe('A refusal costs less than 5 ms', () => {
  it.each([
    ['for parts', 'filter', fill("displayName eq 'a' or ")],
    ['for the last of all parts', 'filter', `${joined(24, "mail eq 'a'", ' or ')} or colour eq 1`],
    ['for the last of all calls', 'filter', `${joined(19, "contains(mail,'a')", ' and ')} and contains(mail)`],
    ['for links', 'filter', `${'manager/'.repeat(limits.links + 1)}id eq null`],
    ['for as many links as a text has room for', 'filter', `${fill('manager/')}id`],
    [
      'for the last of long paths',
      'filter',
      `${joined(20, 'manager/manager/manager/manager/isActive', ' and ')} and x`,
    ],
    [
      'for collections in collections',
      'filter',
      'reports/any(a:a/reports/any(b:b/reports/any(c:c/reports/any(d:d/isActive))))',
    ],
    ['for depth', 'filter', fill('(')],
    ['for quotes', 'filter', fill("a' ")],
    ['for a list', 'filter', `mail in (${fill("'',")}'')`],
    ['for keys', 'orderby', fill('mail,')],
    ['for the last of all keys', 'orderby', 'mail,manager/mail,manager/manager/mail,reports/$count,mail desc'],
    ['for names', 'select', `${joined(limits.nodes, 'mail', ',')},x`],
    ['for the last of all names', 'select', `${joined(limits.nodes - 1, 'mail', ',')},x`],
    ['for expanded links', 'expand', joined(limits.expansions + 1, 'manager', ',')],
    ['for levels in levels', 'expand', 'manager($levels=5;$expand=manager($levels=5;$expand=manager($levels=5)))'],
    ['for levels with filters', 'expand', `reports($levels=max;$filter=${joined(20, "mail eq 'a'", ' or ')} or x)`],
    ['for stars in stars', 'expand', `${'*,groups($expand=members($expand='.repeat(3)}*${'))'.repeat(3)}`],
    ['for words', 'search', fill('a ')],
    ['for the last of all words', 'search', `${joined(40, 'a', ' OR ')} OR (`],
  ])('%s', (_, option, text) => {
    expect(costOf(`$${option}=${encodeURIComponent(text)}`)).toBeLessThan(5);
  });

  it('for what is long', () => {
    for (const size of [limits.optionBytes, limits.tokenBytes, 64 * 1_024]) {
      expect(costOf(`$filter=${'a'.repeat(size)}%20eq`)).toBeLessThan(5);
    }
    expect(costOf('$x=1&'.repeat(10_000))).toBeLessThan(5);
  });
});
