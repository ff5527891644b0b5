import { DeleteUserCommand } from '../../src/directory/commands/delete-user.js';
import { UpdateUserCommand } from '../../src/directory/commands/update-user.js';
import { DecideStageCommand } from '../../src/entitlement-management/approvals/commands/decide-stage.js';
import { ReplaceAssignmentPolicyCommand } from '../../src/entitlement-management/assignment-policies/index.js';
import { CancelRequestCommand } from '../../src/entitlement-management/assignment-requests/commands/cancel-request.js';
import { ReprocessRequestCommand } from '../../src/entitlement-management/assignment-requests/commands/reprocess-request.js';
import { CreateAssignmentRequestCommand } from '../../src/entitlement-management/assignment-requests/receiving/create-assignment-request.command.js';
import type { WantedRequest } from '../../src/entitlement-management/assignment-requests/index.js';
import type { ICommand } from '@nestjs/cqrs';
import { adding, canceling, deciding, removing, reprocessing, updating } from './calls.js';
import { answering, type Expectation } from './expectation.js';
import { anApplication, ids, personAs, valuesOf } from './setting.js';
import type { Step } from './steps.js';
import type { System } from './system.js';
import { type Assignment, packageOf, type Request, type World } from './world.js';

/** A call and what may come of it; `submits` where it makes a request. */
export interface Call {
  readonly command: ICommand;
  readonly expected: Expectation;
  readonly submits?: boolean;
}

type Calling = Exclude<Step, { do: 'turn' | 'drain' | 'crash' }>;

/** What a step calls; undefined where there is nothing to call it on. */
export function callOf(system: System, world: World, step: Calling, justification: string): Call | undefined {
  switch (step.do) {
    case 'adminAdd':
    case 'userAdd': {
      const wanted = {
        ...(step.do === 'adminAdd' ? { targetId: personId(step.person) } : {}),
        assignmentPolicyId: policyId(step.policy),
        accessPackageId: ids.packages[packageOf(step.policy)],
        ...(step.inDays > 0 ? { schedule: { startDateTime: system.inDays(step.inDays) } } : {}),
      };
      return submitting(step.do, step.person, adding(world, step), { ...wanted, justification });
    }
    case 'decide':
      return aDecision(world, step);
    case 'cancel':
    case 'reprocess':
      return onARequest(world, step);
    case 'editPolicy':
      return {
        command: new ReplaceAssignmentPolicyCommand(anApplication, policyId(step.policy), {
          ...valuesOf(step.terms),
          displayName: `Policy ${step.policy}`,
          accessPackageId: ids.packages[packageOf(step.policy)] ?? '',
        }),
        expected: answering('ok'),
      };
    case 'disable':
    case 'enable':
    case 'delete':
      return inTheDirectory(world, step);
    default:
      return onAnAssignment(world, step, justification);
  }
}

const personId = (person: number): string => ids.people[person] ?? '';
const policyId = (policy: number): string => ids.policies[policy] ?? '';

function submitting(type: string, person: number, expected: Expectation, wanted: Partial<WantedRequest>): Call {
  const caller = type.startsWith('user') ? personAs(personId(person)) : anApplication;
  const whole = { answers: [], schedule: null, ...wanted };
  return { command: new CreateAssignmentRequestCommand(caller, type, whole), expected, submits: true };
}

/** Mostly one that there is something to do with, sometimes any. */
function chosen<T>(pick: number, all: readonly T[], better: (one: T) => boolean): T | undefined {
  const among = pick % 4 === 0 ? all : all.filter(better);
  const list = among.length > 0 ? among : all;
  return list[pick % Math.max(1, list.length)];
}

function aDecision(world: World, { pick, by, verdict }: Extract<Step, { do: 'decide' }>): Call | undefined {
  const asked = world.requests.filter(({ stages }) => stages.length > 0);
  const request = chosen(pick, asked, ({ state }: Request) => state === 'pendingApproval');
  const stage = request?.stages.find(({ status }) => status === 'InProgress') ?? request?.stages.at(-1);
  if (!request || !stage) return undefined;
  const person = by === 'asked' ? (stage.asked[pick % Math.max(1, stage.asked.length)] ?? 3) : by;
  const command = new DecideStageCommand(personAs(personId(person)), request.id, stage.id, verdict, null);
  return { command, expected: deciding(world, request, stage, person) };
}

function onARequest(world: World, { do: what, pick }: Extract<Step, { do: 'cancel' | 'reprocess' }>): Call | undefined {
  const ended = ['delivered', 'denied', 'canceled'];
  const request = chosen(pick, world.requests, ({ state }) =>
    what === 'reprocess' ? state === 'deliveryFailed' : !ended.includes(state),
  );
  if (!request) return undefined;
  return what === 'cancel'
    ? { command: new CancelRequestCommand(anApplication, request.id), expected: canceling(request) }
    : { command: new ReprocessRequestCommand(anApplication, request.id), expected: reprocessing(world, request) };
}

type OnAnAssignment = Extract<Step, { do: 'userUpdate' | 'userRemove' | 'adminRemove' | 'adminUpdate' }>;

function onAnAssignment(world: World, step: OnAnAssignment, justification: string): Call | undefined {
  const assignment = chosen(step.pick, world.assignments, ({ live }: Assignment) => live);
  if (!assignment) return undefined;
  const named = { assignmentId: assignment.id, justification };
  switch (step.do) {
    case 'userUpdate':
      return submitting(step.do, assignment.person, updating(world, assignment, null), named);
    case 'adminUpdate': {
      const schedule = {
        expiration: { type: 'afterDuration' as const, duration: `P${step.days}D`, endDateTime: null },
      };
      return submitting(step.do, assignment.person, updating(world, assignment, step.days), { ...named, schedule });
    }
    default:
      return submitting(step.do, assignment.person, removing(world, assignment, step.do), named);
  }
}

function inTheDirectory(world: World, step: Extract<Step, { do: 'disable' | 'enable' | 'delete' }>): Call {
  const id = personId(step.person);
  const expected = answering(world.people[step.person]?.is === 'gone' ? 'ResourceNotFound' : 'ok');
  const changes = { accountEnabled: step.do === 'enable' };
  return step.do === 'delete'
    ? { command: new DeleteUserCommand(anApplication, id), expected }
    : { command: new UpdateUserCommand(anApplication, id, changes), expected };
}
