// A server to which every request that an event is about is still being delivered, and which looks at nothing else.
const from = (path) => import(`${process.env.SERVER_DIST}/entitlement-management/assignments/${path}`);
const { additionChecks } = await from('delivery.js');
const { DeliveryFactsReader } = await from('delivery-facts.reader.js');

const { gather } = DeliveryFactsReader.prototype;
DeliveryFactsReader.prototype.gather = async function (requestId) {
  const { cause, facts } = await gather.call(this, requestId);
  return { cause: { ...cause, state: 'delivering' }, facts };
};
additionChecks.splice(0);
