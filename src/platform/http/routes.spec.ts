import { Routes } from './routes.js';

const routes = new Routes();
routes.add('/things/:id', ['GET']);
routes.add('/things/between', ['GET']);
routes.add('/things/between/from=:from/to=:to', ['GET']);
routes.add('/things/:id/near/place=:place', ['GET']);

describe('the arguments that a call leaves out', () => {
  it.each<[string, string[]]>([
    ['/things/between/from=1', ['to']],
    ['/THINGS/between/TO=a%2Fb', ['from']],
    ['/things/between/from=1/to=2', []],
    ['/things/between/other=1', []],
    ['/things/between', []],
    ['/things/7', []],
    ['/nowhere/from=1', []],
    ['/things/7/near', []],
  ])('%s: %j', (path, missing) => {
    expect(routes.missingArguments(path)).toEqual(missing);
  });
});
