import { pageSizeIn } from './preferences.js';

function heard(header: string | string[] | undefined) {
  const headers: string[] = [];
  const size = pageSizeIn(header, { header: (name, value) => headers.push(`${name}: ${value}`) });
  expect(headers).toEqual([]);
  size?.granted();
  return { most: size?.most, headers };
}

describe('a preferred page size', () => {
  it.each([
    ['odata.maxpagesize=50', 50, 'odata.maxpagesize=50'],
    ['maxpagesize=50', 50, 'maxpagesize=50'],
    ['return=minimal, OData.MaxPageSize = "5" ; x', 5, 'OData.MaxPageSize=5'],
    ['odata.maxpagesize=5000', 5000, 'odata.maxpagesize=5000'],
  ])('is understood: %s', (header, most, applied) => {
    expect(heard(header)).toEqual({ most, headers: [`preference-applied: ${applied}`] });
    expect(heard([header, 'wait=3'])).toEqual({ most, headers: [`preference-applied: ${applied}`] });
  });

  it.each([
    undefined,
    '',
    'return=minimal',
    'odata.maxpagesize',
    'odata.maxpagesize=0',
    'odata.maxpagesize=-1',
    'odata.maxpagesize=1.5',
    'odata.maxpagesize=x',
    'odata.maxpagesize=1234567890',
    'x-odata.maxpagesize=5',
  ])('is passed over when it is none: %s', (header) => {
    expect(heard(header)).toEqual({ most: undefined, headers: [] });
  });
});
