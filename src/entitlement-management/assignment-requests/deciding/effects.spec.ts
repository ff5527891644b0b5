import { facts, held, person, policy, refusalOf } from '../../../../test/support/request-facts.js';
import type { Rule } from './assignment-request.rules.js';
import { needsApproval } from './needs-approval.js';
import type { RequestFacts } from './request-facts.js';
import type { Effect } from '../request-states.js';
import { userAddRules } from './user-add.rules.js';
import { userRemoveRules } from '../types/user-remove.js';
import { userUpdateRules } from '../types/user-update.js';

const doors = {
  userAdd: { rules: userAddRules, effect: (isHeld: boolean): Effect => (isHeld ? 'update' : 'add') },
  userUpdate: { rules: userUpdateRules, effect: (): Effect => 'update' },
  userRemove: { rules: userRemoveRules, effect: (): Effect => 'remove' },
} as const satisfies Record<string, { readonly rules: readonly Rule[]; readonly effect: (isHeld: boolean) => Effect }>;
const types = Object.keys(doors) as (keyof typeof doors)[];

const switches = {
  self: {
    add: 'enableTargetsToSelfAddAccess',
    update: 'enableTargetsToSelfUpdateAccess',
    remove: 'enableTargetsToSelfRemoveAccess',
  },
  onBehalf: {
    add: 'enableOnBehalfRequestorsToAddAccess',
    update: 'enableOnBehalfRequestorsToUpdateAccess',
    remove: 'enableOnBehalfRequestorsToRemoveAccess',
  },
} as const;
const names = [...Object.values(switches.self), ...Object.values(switches.onBehalf)];

/** Every way in which the six switches can stand. */
const everySetting = Array.from({ length: 2 ** names.length }, (_, bits) =>
  Object.fromEntries(names.map((name, place) => [name, (bits & (1 << place)) !== 0])),
);
const managers = [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }];
const report = { ...person, id: 'u2', managerIds: ['u1'] };

const situation = (who: keyof typeof switches, isHeld: boolean, setting: object): RequestFacts => {
  const one = policy({ settings: { requestorSettings: { ...setting, onBehalfRequestors: managers } } });
  return facts({
    ...(who === 'self' ? {} : { targetId: 'u2', target: report }),
    ...{ policy: one, policies: [one], held: isHeld ? [held] : [] },
  });
};

describe('what a policy lets people do', () => {
  const cells = types.flatMap((type) =>
    (['self', 'onBehalf'] as const).flatMap((who) => [true, false].map((isHeld) => [type, who, isHeld] as const)),
  );

  it.each(cells)('is one matter whichever type asks: %s, %s, held: %s', (type, who, isHeld) => {
    const { rules, effect } = doors[type];
    const wanted = effect(isHeld);
    const isThere = wanted === 'add' || isHeld;
    const outcomes = everySetting.map((setting) => refusalOf(rules, situation(who, isHeld, setting)) === undefined);
    const expected = everySetting.map((setting) => isThere && setting[switches[who][wanted]] === true);
    expect(outcomes).toEqual(expected);
  });

  it('is refused in the same words, whatever is held, to whom no policy lets act for others', () => {
    for (const { rules } of Object.values(doors)) {
      const said = [true, false].map((isHeld) =>
        rules.map((rule) => rule(situation('onBehalf', isHeld, {}))).find((refusal) => refusal !== undefined),
      );
      expect(said[0]).toMatchObject({ code: 'UnAuthorized', message: said[1]?.message });
    }
  });
});

describe('an approval', () => {
  const senders = ['self', 'administrator', 'application', 'system'] as const;
  const effects = ['add', 'update', 'remove'] as const;
  const cells = senders.flatMap((sentBy) => effects.map((effect) => [sentBy, effect] as const));

  it.each(cells)(
    'is needed by what is done and by who asks, or by who keeps it, not by the name of a type: %s, %s',
    (sentBy, effect) => {
      for (const isApprovalRequiredForAdd of [true, false]) {
        for (const isApprovalRequiredForUpdate of [true, false]) {
          const requestApprovalSettings = { isApprovalRequiredForAdd, isApprovalRequiredForUpdate };
          const byEffect = { add: isApprovalRequiredForAdd, update: isApprovalRequiredForUpdate, remove: false };
          for (const keepsApproval of [true, false]) {
            const given = facts({ keepsApproval, policy: policy({ settings: { requestApprovalSettings } }) });
            const isAsked = sentBy === 'self' || keepsApproval;
            expect(needsApproval(sentBy, effect, given)).toBe(isAsked && byEffect[effect]);
          }
        }
      }
    },
  );
});
