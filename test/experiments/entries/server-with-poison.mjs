// The built server with an extension whose saga ends the process for one target, and a second one that is well.
const from = (path) => import(`${process.env.SERVER_DIST}/${path}`);
const { createApp } = await from('app.setup.js');
const { Config } = await from('platform/config/config.js');
const { when } = await from('platform/eventing/when.js');
const { AssignmentRequestSubmitted } = await from('entitlement-management/assignment-requests/index.js');
const { Injectable, Module } = await import('@nestjs/common');
const { Saga } = await import('@nestjs/cqrs');

class Poison {
  drunk = when(AssignmentRequestSubmitted, ({ targetId }) => {
    if (targetId === process.env.POISONED_TARGET) process.exit(3);
    return [];
  });
}
Saga()(Poison.prototype, 'drunk');
Injectable()(Poison);

class PoisonModule {}
Module({ providers: [Poison] })(PoisonModule);

const app = await createApp(Config.fromEnvironment(), [PoisonModule]);
await app.listen(0, '127.0.0.1');
process.stdout.write(`listens on ${await app.getUrl()}\n`);
