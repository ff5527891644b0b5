// The runner has no time limits of its own: what hangs fails with its name, after a minute, the time that its file sets for all
// (`jest.setTimeout`), or the time that it asks for.
const ofFiles = new Map();
const thisFile = () => globalThis.expect.getState().testPath;
const usual = () => ofFiles.get(thisFile()) ?? 60_000;

globalThis.jest.setTimeout = (millis) => void ofFiles.set(thisFile(), millis);
for (const name of ['beforeAll', 'beforeEach', 'afterAll', 'afterEach']) {
  const hook = globalThis[name];
  globalThis[name] = (work, millis = usual()) => hook(within(work, millis));
}
globalThis.it = globalThis.test = limited(globalThis.it);

function limited(declare) {
  const one = (name, work, millis = usual()) => declare(name, within(work, millis));
  one.each = limitedEach(declare);
  one.skip = declare.skip;
  one.only = (name, work, millis = usual()) => declare.only(name, within(work, millis));
  one.only.each = limitedEach(declare.only);
  return one;
}

function limitedEach(declare) {
  return (...table) =>
    (name, work, millis = usual()) =>
      declare.each(...table)(name, within(work, millis));
}

function within(work, millis) {
  return async (...values) => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took longer than ${millis / 1_000} s.`)), millis);
    });
    try {
      await Promise.race([late, work(...values)]);
    } finally {
      clearTimeout(timer);
    }
  };
}
