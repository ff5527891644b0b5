// A worker whose batch stands or falls as one: what fails is not run alone.
const { Courier } = await import(`${process.env.SERVER_DIST}/platform/eventing/courier.js`);
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };

Courier.prototype.together = function together(claim) {
  return this.transactions.run(ourselves, async () => {
    const claimed = await claim();
    for (const delivery of claimed) await this.reactions.cascade(delivery);
    if (claimed.length > 0) await this.deliveries.acknowledge(claimed);
    return claimed.length;
  });
};
