import { ok, type Outcome, refused, type Row, unseen } from './rows.js';

/** What is for whoever runs or explores the server, and for development: it is open, and says nothing of anybody's world. */
const operational = /^\/$|^\/(docs|health|metrics|openapi\.json|dev)(\/|$)/;

const sent: Readonly<Record<string, { readonly body: object; readonly comesTo: Outcome }>> = {
  '/dev/token': { body: { as: 'user' }, comesTo: ok(200) },
  // It takes a time: a turned clock would be another world.
  '/dev/clock/advance': { body: {}, comesTo: refused(400, 'InvalidModel') },
};

/** Listed by the framework and served at another spelling only, or a page that browsers alone get. */
const unserved = ['/', '/docs/', '/docs/LICENSE'];

/** The row of a route that is open to everybody. */
export function openDoor(route: string): Row | undefined {
  const [, path = ''] = route.split(' ');
  if (path === '/$metadata') return open(path);
  return operational.test(path) ? open(path.replace('*', 'swagger-ui.css'), true) : undefined;
}

const open = (path: string, isOperational?: true): Row => ({
  operation: 'anybody',
  cells: () => [
    {
      ...{ about: 'all', path },
      comesTo: ({ name }) => (unserved.includes(path) ? nowhereFor(name) : (sent[path]?.comesTo ?? ok(200))),
      ...(isOperational ? { isOperational } : {}),
      ...(sent[path] ? { body: sent[path].body } : {}),
    },
  ],
});

const nowhereFor = (name: string): Outcome => (name === 'nobody' ? refused(401, 'InvalidAuthenticationToken') : unseen);

/** A batch takes any good token, and each of its parts is asked as it would be alone. */
export const batch: Row = {
  operation: 'anyCaller',
  cells: () => [
    {
      about: 'a list of catalogs',
      path: '/$batch',
      body: { requests: [{ id: '1', method: 'GET', url: '/identityGovernance/entitlementManagement/catalogs' }] },
      comesTo: () => ok(200),
    },
  ],
};
