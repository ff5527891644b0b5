import { Gate } from './gate.js';

const refused = { code: 'ServiceUnavailable' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A promise with its ends in hand. */
function latch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('the gate', () => {
  it('lets in as many as it is wide, and the others in the order in which they came', async () => {
    const gate = new Gate(() => 2, 10, 60_000);
    const entered: number[] = [];
    const latches = Array.from({ length: 5 }, latch);
    const passes = latches.map(({ opened }, at) =>
      gate.pass(async () => {
        entered.push(at);
        await opened;
      }),
    );
    await turn();
    expect(entered).toEqual([0, 1]);
    latches[1]?.open();
    await turn();
    expect(entered).toEqual([0, 1, 2]);
    latches.forEach(({ open }) => open());
    await Promise.all(passes);
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses whoever would stand behind too many, or too long', async () => {
    const { open, opened } = latch();
    const gate = new Gate(() => 1, 1, 20);
    const first = gate.pass(() => opened);
    const second = gate.pass(() => Promise.resolve());
    await expect(gate.pass(() => Promise.resolve())).rejects.toMatchObject(refused);
    await expect(second).rejects.toMatchObject(refused);
    open();
    await first;
    await expect(gate.pass(() => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('gives the place free when the work throws', async () => {
    const gate = new Gate(() => 1, 0, 20);
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass(() => Promise.resolve('in'))).resolves.toBe('in');
  });
});
