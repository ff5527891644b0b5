import { AsyncLocalStorage } from 'node:async_hooks';

/** What a part of a batch knows of the call that brought it. */
export interface Surroundings {
  /** Under which address clients reach the server, without a version. */
  readonly root: string;
}

const storage = new AsyncLocalStorage<Surroundings>();

/** Calls the server from inside a batch: whatever is called can know it (async local storage). No header says so, so that none can lie about it. */
export const callFromBatch = <T>(batch: Surroundings, call: () => PromiseLike<T>): Promise<T> =>
  // Awaited in here: Fastify's own promise of an answer makes the call only once somebody waits for it.
  storage.run(batch, async () => await call());

/** The batch that this call is a part of, if any. */
export const batchAround = (): Surroundings | undefined => storage.getStore();
