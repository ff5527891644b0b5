// What Microsoft's client for Graph offers for many items and many calls: PageIterator and batches; prints what it saw.
import { BatchRequestContent, BatchResponseContent, PageIterator } from '@microsoft/microsoft-graph-client';
import { address, administrator, entitlements, unique } from './graph-clients.mjs';

const [, , , accessPackageId] = process.argv;

const firstPage = () =>
  administrator
    .api(`${entitlements}/assignments`)
    .filter(`accessPackage/id eq '${accessPackageId}' and state eq 'delivered'`)
    .expand('target,accessPackage($select=id)')
    .count(true)
    .get();

/** Iterates to the end, with a stop after so many. */
async function iterate(page, stopAfter = Infinity) {
  const ids = [];
  const iterator = new PageIterator(administrator, page, ({ id, target, accessPackage }) => {
    if (!target?.objectId || accessPackage.id !== accessPackageId) throw new Error(`${id} is not expanded.`);
    return ids.push(id) !== stopAfter;
  });
  await iterator.iterate();
  while (stopAfter < Infinity && !iterator.isComplete()) await iterator.resume();
  return { ids, isComplete: iterator.isComplete() };
}

const page = await firstPage();
const counted = page['@odata.count'];
const iterated = await iterate(page);
const resumed = (await iterate(await firstPage(), 250)).ids;

const { value: people } = await administrator
  .api('/users')
  .filter("startswith(displayName, 'Holder')")
  .select('displayName')
  .orderby('displayName desc')
  .top(3)
  .get();

const call = (path, body) =>
  new Request(`${address}${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
const name = `Batch ${unique}`;
const steps = [
  { id: 'make', request: call(`${entitlements}/catalogs`, { displayName: name }) },
  { id: 'find', request: call(`${entitlements}/catalogs?$filter=displayName eq '${name}'`), dependsOn: ['make'] },
  { id: 'miss', request: call(`${entitlements}/catalogs/${accessPackageId}`), dependsOn: ['find'] },
  { id: 'wait', request: call('/users'), dependsOn: ['miss'] },
];
const sent = await administrator.api('/$batch').post(await new BatchRequestContent(steps).getContent());
const answers = new BatchResponseContent(sent);
const batch = {};
for (const { id } of steps) {
  const answer = answers.getResponseById(id);
  batch[id] = { status: answer.status, body: await answer.json() };
}

const ordered = people.map(({ displayName }) => displayName);
process.stdout.write(JSON.stringify({ iterated, resumed, counted, ordered, batch }));
