// The built server with an extension that hears `experiment.told` and fails in the way that the event names, or notes it.
const from = (path) => import(`${process.env.SERVER_DIST}/${path}`);
const { createApp } = await from('app.setup.js');
const { Config } = await from('platform/config/config.js');
const { Database } = await from('platform/database/database.js');
const { StoredAs } = await from('platform/eventing/stored-as.js');
const { when } = await from('platform/eventing/when.js');
const { Inject, Injectable, Module } = await import('@nestjs/common');
const { CommandHandler, Saga } = await import('@nestjs/cqrs');

class Told {}
StoredAs('experiment.told', { aggregate: 'id' })(Told);

class NoteCommand {
  constructor(id, mood) {
    Object.assign(this, { id, mood });
  }
}

class NoteHandler {
  constructor(database) {
    this.database = database;
  }

  async execute({ id, mood }) {
    await this.database.client.$executeRaw`INSERT INTO effect (about) VALUES (${id}::uuid)`;
    if (mood === 'command rejects') throw new Error('on purpose');
  }
}
CommandHandler(NoteCommand)(NoteHandler);
Inject(Database)(NoteHandler, undefined, 0);

class Listener {
  told = when(Told, ({ id, mood }) => {
    if (mood === 'saga throws') throw new Error('on purpose');
    if (mood === 'saga answers nothing') return undefined;
    if (mood === 'saga answers no command') return [undefined];
    return [new NoteCommand(id, mood)];
  });
}
Saga()(Listener.prototype, 'told');
Injectable()(Listener);

class ListenerModule {}
Module({ providers: [Listener, NoteHandler] })(ListenerModule);

const app = await createApp(Config.fromEnvironment(), [ListenerModule]);
await app.listen(0, '127.0.0.1');
process.stdout.write(`listens on ${await app.getUrl()}\n`);
