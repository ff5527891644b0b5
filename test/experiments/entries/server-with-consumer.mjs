// The built server with an extension that tells another system of access that was given.
const from = (path) => import(`${process.env.SERVER_DIST}/${path}`);
const { createApp } = await from('app.setup.js');
const { Config } = await from('platform/config/config.js');
const { Consumes } = await from('platform/eventing/index.js');
const { AssignmentDelivered } = await from('entitlement-management/assignments/index.js');
const { Module } = await import('@nestjs/common');

class TellsOutside {
  async handle(_, { id, attempt, signal }) {
    const headers = { 'idempotency-key': id, 'x-attempt': String(attempt) };
    const answer = await fetch(process.env.OUTSIDE_URL, { method: 'POST', headers, signal });
    if (!answer.ok) throw new Error(`It answered ${answer.status}.`);
  }
}
Consumes(AssignmentDelivered, { name: 'outside', timeLimitMillis: 15_000 })(TellsOutside);

class OutsideModule {}
Module({ providers: [TellsOutside] })(OutsideModule);

const app = await createApp(Config.fromEnvironment(), [OutsideModule]);
await app.listen(0, '127.0.0.1');
process.stdout.write(`listens on ${await app.getUrl()}\n`);
