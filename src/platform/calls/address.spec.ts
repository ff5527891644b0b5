import { jest } from '@jest/globals';
import { addressOf } from './address.js';

describe('an address', () => {
  it.each([
    ['/v1.0/users', '/users'],
    ['/V1.0/users', '/users'],
    ['/users', '/users'],
    ['/v1.0//users/', '/users'],
    ['/v1%2E0/users', '/users'],
    ['/v1.0%2Fusers', '/users'],
    ["/v1.0/subjects(objectId='x')", '/subjects/objectId=x'],
    ["/catalogs('x')/accessPackages", '/catalogs/x/accessPackages'],
    ['/catalogs(x)', '/catalogs/x'],
    ["/catalogs(id='x')", '/catalogs/x'],
    ['/catalogs(ID=x)/accessPackages/$count', '/catalogs/x/accessPackages'],
    ["/catalogs%28%27x%27%29/accessPackages('y')", '/catalogs/x/accessPackages/y'],
    ["/assignments/microsoft.graph.filterByCurrentUser(on='target')", '/assignments/filterByCurrentUser/on=target'],
    ["/users('O''Neil')", "/users/O'Neil"],
    ['/assignments/additionalAccess()', '/assignments/additionalAccess'],
    ["/assignments/microsoft.graph.additionalAccess(b='y',a='x')", '/assignments/additionalAccess/a=x/b=y'],
    ["/a/f(a='')", "/a/f/a=''"],
    ["/a/f(a='x,y', b=1)", '/a/f/a=x,y/b=1'],
    ['/%E0%A4%A', '/%25E0%25A4%25A'],
    ['/v1.01/users', '/v1.01/users'],
    ['/', '/'],
    ['/?a', '/'],
    ['/v1.0', '//'],
    ['//', '//'],
    ['/%2F', '//'],
    ['/.', '/.'],
  ])('%s is routed as %s', (url, path) => {
    expect(addressOf(url).path).toBe(path);
  });

  it.each(['/metrics', '/health/live', '/docs', '/docs/swagger-ui.css', '/openapi.json', '/dev/token'])(
    'of the operation, %s, is routed as it is, and in no other spelling',
    (path) => {
      expect(addressOf(`${path}?a=b`).path).toBe(path);
      const others = [
        ...['/v1.0', '/beta', '/V1.0', '/', '/v1%2E0'].map((before) => `${before}${path}`),
        ...['/', '//', '%2F', '/$count', '/.', '/../x'].map((after) => `${path}${after}`),
        ...[path.toUpperCase(), path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)],
      ];
      for (const url of others) expect([url, addressOf(url).path.startsWith('//')]).toEqual([url, true]);
    },
  );

  it.each([
    ["/assignments/filterByCurrentUser(on=@on)?@on='target'", '/assignments/filterByCurrentUser/on=target'],
    [
      '/assignments/filterByCurrentUser(on=%40ON)?%40on=%27target%27&$top=1',
      '/assignments/filterByCurrentUser/on=target',
    ],
    ["/a/f(b=@y,a=@x)?@y='2'&@x='it''s'", "/a/f/a=it's/b=2"],
    ['/catalogs(@p1)?@p1=x', '/catalogs/x'],
    ["/a/f(a='@x')?@x='y'", '/a/f/a=@x'.replace('@', '%40')],
    ["/a/f(a=@x)?@x='b/../c'", '/a/f/a=b%2F..%2Fc'],
    ['/a/f(a=@x)?@other=1', '/a/f/a=%40x'],
    ['/a/@x?@x=1', '/a/%40x'],
  ])('takes the arguments that the query says: %s is routed as %s', (url, path) => {
    expect(addressOf(url).path).toBe(path);
  });

  it('reads its query once, however many arguments are aliases', () => {
    const aliases = Array.from({ length: 1_000 }, (_, at) => `@a${at}`);
    const tries = jest.spyOn(RegExp.prototype, 'exec');
    addressOf(`/a/f(${aliases.join(',')})?${aliases.map((name) => `${name}=1`).join('&')}`);
    const { length } = tries.mock.calls;
    tries.mockRestore();
    expect(length).toBeLessThan(10 * aliases.length);
  });

  it('keeps its query as it came', () => {
    expect(addressOf("/users?$filter=id%20eq%20'a?b'")).toEqual({
      ...{ path: '/users', query: "$filter=id%20eq%20'a?b'", dialect: 'v1.0' },
    });
  });

  const area = '/identityGovernance/entitlementManagement';

  it.each([
    ['/beta/users', '/users'],
    ['/BETA', '//'],
    [`/beta${area}/accessPackageAssignmentRequests`, `${area}/assignmentRequests`],
    [`/beta${area}/assignmentRequests/x/cancel`, `${area}/assignmentRequests/x/cancel`],
    [`/beta${area}/accesspackagecatalogs('x')/accessPackages`, `${area}/catalogs/x/accessPackages`],
    [`/beta${area}/accessPackageAssignmentApprovals/x/steps/y`, `${area}/accessPackageAssignmentApprovals/x/stages/y`],
    ['/beta/users/steps', '/users/steps'],
  ])('of beta, %s, is routed as %s', (url, path) => {
    expect(addressOf(url)).toEqual({ path, query: '', dialect: path.startsWith('//') ? 'v1.0' : 'beta' });
  });

  it('has names of beta under /beta only', () => {
    const path = `${area}/accessPackageCatalogs`;
    expect(addressOf(`/v1.0${path}`)).toEqual({ path, query: '', dialect: 'v1.0' });
    expect(addressOf('/betamax/users')).toEqual({ path: '/betamax/users', query: '', dialect: 'v1.0' });
  });

  it('is read the same once it has been read', () => {
    for (const url of ["/v1.0/subjects(objectId='x')", '/a%20b/', '/%25', '/%E0%A4%A']) {
      const { path } = addressOf(url);
      expect(addressOf(path).path).toBe(path);
    }
  });

  it('may ask how many entities there are instead of what they are', () => {
    const counted = { path: '/users', query: 'a', dialect: 'v1.0', counts: true };
    expect(addressOf('/v1.0/users/$count?a')).toEqual(counted);
    expect(addressOf('/users/%24COUNT/?a', 'HEAD')).toEqual(counted);
    expect(addressOf('/beta/$count')).toEqual({ path: '//$count', query: '', dialect: 'v1.0' });
    for (const path of ['/users', '/users/$counts', '/$count/users'])
      expect(addressOf(path)).not.toHaveProperty('counts');
    for (const method of ['POST', 'DELETE']) expect(addressOf('/users/$count', method).path).toBe('/users/$count');
  });
});
