import { approversOf, type Request, type Stage, type World } from './world.js';

const waitHours = 14 * 24;

/** What is wrong with the stages that are open after a step: their time, their order, and who can decide them. */
export function stageFaults(before: World, after: World): string[] {
  return after.requests.flatMap((request) =>
    request.stages
      .filter(({ status }) => status === 'InProgress')
      .flatMap((stage) => [
        ...timeFaults(before, request, stage),
        ...orderFaults(request, stage),
        ...askedFaults(request, stage),
      ]),
  );
}

function timeFaults(before: World, request: Request, stage: Stage): string[] {
  const was = before.requests.find(({ id }) => id === request.id)?.stages.find(({ id }) => id === stage.id);
  const expected = was?.status === 'InProgress' ? was.deniesAt : before.now + waitHours;
  return stage.deniesAt === expected
    ? []
    : [`stage ${stage.ordinal} of ${request.id} ends at hour ${stage.deniesAt}, expected ${expected}`];
}

const orderFaults = ({ id, stages }: Request, { ordinal }: Stage): string[] =>
  stages.every((one) => (one.ordinal < ordinal ? one.result === 'Approved' : one.result === 'NotReviewed'))
    ? []
    : [`stage ${ordinal} of ${id} is out of order`];

function askedFaults({ id, person }: Request, { ordinal, asked }: Stage): string[] {
  const { primary, fallback } = approversOf(ordinal);
  return asked.every((one) => one !== person && [...primary, ...fallback].includes(one))
    ? []
    : [`stage ${ordinal} of ${id} asks ${asked.join(', ')}`];
}
