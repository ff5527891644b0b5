import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { Complaint } from '../../scripts/lib/run.mjs';
import { median } from './load.mjs';

const fewestClean = 5;

/**
 * Subjects measured in turns, forwards and backwards, after a warm-up that does not count.
 *
 * A round in which a reference is further than a fifth from its own median does not count either; more are run for it, up to twice as many.
 */
export async function rounds(subjects, { count, references, say }) {
  const all = [];
  const least = Math.min(count, fewestClean);
  for (let round = 0; round <= count || cleanOf(all, references).length < least; round += 1) {
    const isWarmUp = round === 0;
    if (round > 2 * count)
      throw new Complaint(`Of ${all.length} rounds too few were steady: let the machine do nothing else.`);
    const measured = await oneRound(round % 2 === 0 ? subjects : [...subjects].reverse(), { round, isWarmUp });
    if (!isWarmUp) all.push(measured);
    const rates = subjects.map(({ name }) => `${name} ${measured[name].perSecond.toFixed(0)}/s`).join(', ');
    say(
      `${isWarmUp ? 'warm-up' : `round ${round}`}: ${rates}; load ${measured.load.toFixed(1)}, ${measured.steal.toFixed(1)} s stolen`,
    );
  }
  return { all, clean: cleanOf(all, references) };
}

async function oneRound(subjects, { round, isWarmUp }) {
  const measured = {};
  const before = stolenSeconds();
  for (const { name, run } of subjects) measured[name] = await run(round, isWarmUp);
  return { ...measured, load: loadavg()[0], steal: stolenSeconds() - before };
}

function cleanOf(all, references) {
  const isSteady = (round) =>
    references.every((name) => {
      const middle = median(all.map((one) => one[name].perSecond));
      return Math.abs(round[name].perSecond - middle) <= middle / 5;
    });
  return all.filter(isSteady);
}

/** The median of a ratio over the rounds, with the least and the greatest. */
export function ratio(rounds, subject, reference) {
  const ratios = rounds.map((round) => round[subject].perSecond / round[reference].perSecond);
  return { median: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) };
}

export const inWords = ({ median: middle, least, greatest }) =>
  `${middle.toFixed(2)} (${least.toFixed(2)} to ${greatest.toFixed(2)})`;

/** What the hypervisor took away so far. */
function stolenSeconds() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  return Number(line.trim().split(/\s+/)[8]) / 100;
}
