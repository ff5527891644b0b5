import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { median } from './load.mjs';

/**
 * Subjects measured in turns, forwards and backwards, after a warm-up that does not count.
 *
 * A round in which a reference is further than a fifth from its own median does not count either.
 */
export async function rounds(subjects, { count, references, settle = async () => undefined, say }) {
  const all = [];
  for (let round = -1; round < count; round += 1) {
    const measured = {};
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    const before = machine();
    for (const { name, run } of order) {
      measured[name] = await run(round + 1, round < 0);
      await settle();
    }
    if (round >= 0) all.push({ ...measured, load: loadavg()[0], steal: machine().steal - before.steal });
    say(
      `${round < 0 ? 'warm-up' : `round ${round + 1}`}: ${subjects.map(({ name }) => `${name} ${measured[name].perSecond.toFixed(0)}/s`).join(', ')}`,
    );
  }
  const steady = references.map((name) => {
    const middle = median(all.map((round) => round[name].perSecond));
    return (round) => Math.abs(round[name].perSecond - middle) <= middle / 5;
  });
  const clean = all.filter((round) => steady.every((isSteady) => isSteady(round)));
  return { all, clean };
}

/** The median of a ratio over the rounds, with the least and the greatest. */
export function ratio(rounds, subject, reference) {
  const ratios = rounds.map((round) => round[subject].perSecond / round[reference].perSecond);
  return { median: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) };
}

export const inWords = ({ median: middle, least, greatest }) =>
  `${middle.toFixed(2)} (${least.toFixed(2)} to ${greatest.toFixed(2)})`;

/** What the hypervisor took away so far, in seconds. */
function machine() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  return { steal: Number(line.trim().split(/\s+/)[8]) / 100 };
}
