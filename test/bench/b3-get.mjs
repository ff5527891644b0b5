import { clientOf, closedLoop, median } from './load.mjs';
import { profileOf } from './profile.mjs';
import { inWords, ratio, rounds } from './rounds.mjs';
import { bareOn, clients, oursOn } from './stage.mjs';
import { requestsPath } from './world.mjs';

/** GET of one request by its id, by 16 clients in a closed loop. */
export async function b3(stage, { size, say }) {
  const ours = await oursOn(stage, 'b3_ours');
  const bare = await bareOn(stage, 'b3_bare');
  const subjects = [
    { name: 'ours', run: (_, isWarmUp) => getting(stage, ours, isWarmUp ? size.warmUpSeconds : size.seconds) },
    { name: 'bare', run: (_, isWarmUp) => getting(stage, bare, isWarmUp ? size.warmUpSeconds : size.seconds) },
  ];
  const { all, clean } = await rounds(subjects, { count: size.rounds, references: ['bare'], say });
  await Promise.all([ours.close(), bare.close()]);
  const profile = await profileOf(stage, 'b3_profile', (server) => getting(stage, server, size.seconds));
  const toBare = ratio(clean, 'ours', 'bare');
  const cpu = (name) => median(clean.map((round) => round[name].cpu)).toFixed(2);
  return {
    title: 'B3: GET one request by its id, 16 clients',
    rounds: `${clean.length} of ${all.length} rounds`,
    marks: [
      {
        what: 'of a bare Fastify with pg, same statements',
        figure: inWords(toBare),
        mark: 'at least 0.60',
        met: toBare.median >= 0.6,
      },
    ],
    notes: [
      `Median requests a second: ours ${median(clean.map((round) => round.ours.perSecond)).toFixed(0)}, bare ${median(clean.map((round) => round.bare.perSecond)).toFixed(0)}.`,
      `CPU of the server for each request, ms: ours ${cpu('ours')}, bare ${cpu('bare')}.`,
      profile,
    ],
  };
}

async function getting({ token, requestId }, { address, server }, seconds) {
  const { send, close } = clientOf(address, token, clients);
  const before = server.cpuMillis();
  const work = async () => {
    const { status, text } = await send(`${requestsPath}/${requestId}`);
    if (status !== 200 || !text.includes(requestId)) throw new Error(`${status}: ${text}`);
  };
  const { done, perSecond } = await closedLoop({ clients, seconds, work });
  close();
  return { perSecond, cpu: (server.cpuMillis() - before) / done };
}
