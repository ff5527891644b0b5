import { type Bounds, Gate } from './gate.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A gate for so many, of whom a payer may be all, unless told otherwise. */
const gateOf = (width: number, bounds: Partial<Bounds> = {}): Gate =>
  new Gate({
    width: () => width,
    share: () => width,
    longestLine: { own: 100, all: 100 },
    longestWaitMillis: 60_000,
    ...bounds,
  });

/** Whoever entered, in order, and a way to let them leave one by one. */
function visitors(gate: Gate) {
  const entered: string[] = [];
  const leaving: (() => void)[] = [];
  const refused: string[] = [];
  const visit = (payer: string, name = payer): void => {
    const pass = gate.pass(payer, () => {
      entered.push(name);
      return new Promise<void>((resolve) => leaving.push(resolve));
    });
    pass.catch((error: unknown) => refused.push(`${name}: ${(error as { code: string }).code}`));
  };
  const leave = async (): Promise<void> => {
    leaving.shift()?.();
    await turn();
  };
  return { entered, refused, visit, leave };
}

describe('the gate', () => {
  it('lets in as many as it is wide, and the others of one payer in the order in which they came', async () => {
    const { entered, visit, leave } = visitors(gateOf(2));
    for (const name of ['1', '2', '3', '4']) visit('a', name);
    await turn();
    expect(entered).toEqual(['1', '2']);
    await leave();
    expect(entered).toEqual(['1', '2', '3']);
    await leave();
    expect(entered).toEqual(['1', '2', '3', '4']);
  });

  it('leaves of its places those beyond one payer’s share to the others, however many of theirs wait', async () => {
    const { entered, visit } = visitors(gateOf(4, { share: (width) => width / 2 }));
    for (let count = 0; count < 20; count += 1) visit('greedy');
    await turn();
    expect(entered).toEqual(['greedy', 'greedy']);
    visit('b');
    visit('c');
    await turn();
    expect(entered).toEqual(['greedy', 'greedy', 'b', 'c']);
  });

  it('has a place for everybody, where the share is less than one', async () => {
    const { entered, visit } = visitors(gateOf(1, { share: (width) => Math.floor(width / 2) }));
    visit('a');
    await turn();
    expect(entered).toEqual(['a']);
  });

  it('lets payers take turns, so that who comes later with less is not held up by who came with much', async () => {
    const { entered, visit, leave } = visitors(gateOf(1));
    for (const name of ['a', 'a', 'a', 'a', 'b', 'c', 'b']) visit(name);
    await turn();
    for (let count = 0; count < 6; count += 1) await leave();
    expect(entered).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('refuses with 429 who would stand behind too many of their own, and lets others stand', async () => {
    const { entered, refused, visit, leave } = visitors(gateOf(1, { longestLine: { own: 2, all: 100 } }));
    for (const name of ['1', '2', '3', '4']) visit('a', name);
    visit('b');
    await turn();
    expect(refused).toEqual(['4: TooManyRequests']);
    await leave();
    await leave();
    expect(entered).toEqual(['1', '2', 'b']);
  });

  it('refuses with 503 who would stand behind too many others', async () => {
    const { refused, visit } = visitors(gateOf(1, { longestLine: { own: 100, all: 1 } }));
    for (const name of ['a', 'b', 'c']) visit(name);
    await turn();
    expect(refused).toEqual(['c: ServiceUnavailable']);
  });

  it('refuses who would wait too long: with 429 behind their own, with 503 behind others', async () => {
    const gate = gateOf(1, { longestWaitMillis: 20 });
    const { refused, visit, leave } = visitors(gate);
    for (const [payer, name] of [
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
    ] as const)
      visit(payer, name);
    await expect(gate.pass('c', () => Promise.resolve())).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    expect(refused).toEqual(['2: TooManyRequests', '3: ServiceUnavailable']);
    await leave();
    await expect(gate.pass('a', () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('gives the place free when the work throws', async () => {
    const gate = gateOf(1, { longestLine: { own: 0, all: 0 } });
    await expect(gate.pass('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass('b', () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
