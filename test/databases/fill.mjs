import { peopleOn } from './people.mjs';
import { halfSaid, inBetasShape, policiesOn } from './policies.mjs';
import { requestsOn } from './requests.mjs';
import { beta, v1 } from './speaker.mjs';
import { troublesOn } from './troubles.mjs';

/** Fills a database with something of everything, some of it half done; answers what a later build has to bring to its end. */
export async function fill(server) {
  const { post } = server;
  const people = await peopleOn(server);
  const catalog = await post(`${v1}/catalogs`, { displayName: 'Sales', state: 'published', isExternallyVisible: true });
  await post(`${v1}/catalogs`, { displayName: 'Not yet', state: 'unpublished' });
  await post(`${beta}/accessPackageCatalogs`, { displayName: 'By beta', catalogStatus: 'Published' });
  const policies = policiesOn(server);
  const half = [];
  for (const settings of Object.values(halfSaid)) half.push(await policies.aHalfSaidPolicy(settings, { catalog }));
  for (const settings of inBetasShape) {
    await policies.aPolicy(settings, { catalog, path: `${beta}/accessPackageAssignmentPolicies` });
  }
  const world = { ...server, ...policies, people, catalog };
  const begun = await requestsOn(world, half);
  const troubles = await troublesOn(world);
  const [{ now }] = await server.query(`SELECT (clock_timestamp() + make_interval(secs =>
    (SELECT offset_millis FROM virtual_clock) / 1000.0))::timestamptz AS now`);
  return { madeAt: new Date(now).toISOString(), ...begun, ...troubles };
}
