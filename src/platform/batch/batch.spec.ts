import { failedNeed, inWaves, pathOf, readBatch } from './batch.js';

const part = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/users', ...more });
const refusal = expect.objectContaining({ code: 'BadRequest' });

describe('a batch', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no requests', {}],
    ['an empty list', { requests: [] }],
    ['more than twenty', { requests: Array.from({ length: 21 }, (_, order) => part(`${order}`)) }],
    ['one without an id', { requests: [{ method: 'GET', url: '/users' }] }],
    ['one without a url', { requests: [{ id: '1', method: 'GET' }] }],
    ['an unknown method', { requests: [part('1', { method: 'BREW' })] }],
    ['an unknown member', { requests: [part('1', { atomicityGroup: 'g' })] }],
    [
      'more headers in a part than a call has',
      { requests: [part('1', { headers: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`h${at}`, ''])) })] },
    ],
    ['the same id twice', { requests: [part('1'), part('1')] }],
    ['a dependency on nobody', { requests: [part('1', { dependsOn: ['2'] })] }],
    ['a dependency on itself', { requests: [part('1', { dependsOn: ['1'] })] }],
    ['a circle', { requests: [part('1', { dependsOn: ['2'] }), part('2', { dependsOn: ['1'] })] }],
  ])('is refused with %s', (_, body) => {
    expect(() => readBatch(body)).toThrow(refusal);
  });

  it('is carried out in waves, each after what it depends on', () => {
    const parts = readBatch({
      requests: [
        part('3', { dependsOn: ['1', '2'] }),
        part('1'),
        part('2', { dependsOn: ['1'] }),
        part('4', { method: 'get' }),
      ],
    });
    expect(inWaves(parts).map((wave) => wave.map(({ id }) => id))).toEqual([['1', '4'], ['2'], ['3']]);
  });

  it('lets a part fail with what it depends on', () => {
    const [, second] = readBatch({ requests: [part('1'), part('2', { dependsOn: ['1'] })] });
    if (!second) throw new Error('There are two parts.');
    const answers = (status: number) => new Map([['1', { id: '1', status, headers: {} }]]);
    expect(failedNeed(second, answers(404))).toBe('1');
    expect(failedNeed(second, answers(201))).toBeUndefined();
  });
});

describe("a part's url", () => {
  const root = 'https://graph.example/v1.0';
  it.each([
    ['/users', '/users'],
    ['users?$top=1', '/users?$top=1'],
    ['/v1.0/users', '/users'],
    ['V1.0/users?$top=1', '/users?$top=1'],
    ['/v1.0/v1.0/users', '/v1.0/users'],
    ['/v1.0', '/v1.0'],
    ['/v1.01/users', '/v1.01/users'],
    ['/beta/users', undefined],
    [`${root}/users`, '/users'],
    ['HTTPS://GRAPH.example/v1.0/users', '/users'],
    ['https://elsewhere.example/v1.0/users', undefined],
    ['https://graph.example/beta/users', undefined],
    ['https://graph.example/v1.0', undefined],
    ['javascript:alert(1)', undefined],
  ])('%s is %s', (url, path) => {
    expect(pathOf(url, root)).toBe(path);
  });
});
