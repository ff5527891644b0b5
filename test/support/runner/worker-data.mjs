// A worker of jest-light-runner 0.8.2 asks once for what it needs, and the answer to the first who asks goes to all of them and to nobody
// again: who was not listening yet waits for ever, and the run with them. Here everybody is answered whenever they ask, and asks again.
const asks = 'jest-light-runner-get-worker-data';
const once = 'listeners.delete(listener);';

/** The runner's source, which answers more than once. */
export function answering(source) {
  if (!source.includes(once))
    throw new Error('jest-light-runner has changed: look whether its workers still wait for ever.');
  return source.replace(once, '');
}

if (process.send && process.env.TINYPOOL_WORKER_ID !== undefined) {
  const send = process.send.bind(process);
  process.send = (message, ...rest) => {
    if (message === asks) askAgain(send);
    return send(message, ...rest);
  };
}

function askAgain(send) {
  const timer = setInterval(() => send(asks), 1_000);
  const answered = (message) => {
    if (message?.type !== 'jest-light-runner-worker-data') return;
    clearInterval(timer);
    process.off('message', answered);
  };
  process.on('message', answered);
}
