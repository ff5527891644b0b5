import fc from 'fast-check';
import { facts, held, person, policy, reasonOf, refusalOf, unchosen } from '../../../../test/support/request-facts.js';
import { bindingPolicies, fittingPolicies, policyIsOneThatBinds, underChosenPolicy } from './policy-choice.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { letsAskForNewAccess } from './requestor.rules.js';
import { userAddRules } from './user-add.rules.js';

const asksOneself = { enableTargetsToSelfAddAccess: true };
const managers = {
  enableOnBehalfRequestorsToAddAccess: true,
  onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }] as never,
};
const specific = (id: string, requestorSettings: object = asksOneself): PolicyFacts =>
  policy({
    ...{ id, displayName: 'Specific', allowedTargetScope: 'specificDirectoryUsers' },
    settings: {
      requestorSettings,
      specificAllowedTargets: ['u1', 'u2'].map((userId) => ({ '@odata.type': '#microsoft.graph.singleUser', userId })),
    },
  });
const members = (id: string, requestorSettings: object = asksOneself): PolicyFacts =>
  policy({ id, displayName: 'Members', allowedTargetScope: 'allMemberUsers', settings: { requestorSettings } });

const naming = (one: PolicyFacts, policies: PolicyFacts[], more: Partial<RequestFacts> = {}): RequestFacts =>
  facts({ policy: one, assignmentPolicyId: one.id, policies, ...more });
const forAReport = { targetId: 'u2', target: { ...person, id: 'u2', managerIds: ['u1'] } };

describe('the policy of the strictest scope that fits', () => {
  const [strict, loose] = [specific('a1'), members('a2')];

  it('binds who asks for new access, also where another one is named', () => {
    expect(refusalOf(userAddRules, naming(loose, [strict, loose]))).toBe('PolicyRequirementsNotMet');
    expect(reasonOf(userAddRules, naming(loose, [strict, loose]))).toContain("Name one of 'Specific' (a1)");
    expect(refusalOf(userAddRules, naming(strict, [strict, loose]))).toBeUndefined();
  });

  it('binds who asks for somebody else, also where only the target may ask under it', () => {
    const [own, theirs] = [specific('a1'), members('a2', managers)];
    expect(refusalOf(userAddRules, naming(theirs, [own, theirs], forAReport))).toBe('PolicyRequirementsNotMet');
    const both = specific('a1', { ...asksOneself, ...managers });
    expect(refusalOf(userAddRules, naming(both, [both, theirs], forAReport))).toBeUndefined();
    expect(refusalOf(userAddRules, naming(theirs, [theirs], forAReport))).toBeUndefined();
  });

  it('lets others be chosen that bind as strictly, and those outside of its scope choose theirs', () => {
    const second = specific('a3');
    expect(refusalOf(userAddRules, naming(second, [strict, second, loose]))).toBeUndefined();
    const other = { ...person, id: 'u3' };
    const more = { targetId: 'u3', target: other, requestor: other };
    const given = naming(loose, [strict, loose], { ...more, caller: { ...facts().caller, objectId: 'u3' } });
    expect(refusalOf(userAddRules, given)).toBeUndefined();
  });

  it('binds nobody under it who may not ask at all, and nobody who changes what they hold', () => {
    const direct = specific('a1', {});
    expect(refusalOf(userAddRules, naming(loose, [direct, loose]))).toBeUndefined();
    const renewing = members('a2', { enableTargetsToSelfUpdateAccess: true });
    const isHeld = [{ ...held, assignmentPolicyId: 'a2' }];
    expect(refusalOf(userAddRules, naming(renewing, [strict, renewing], { held: isHeld }))).toBeUndefined();
  });

  it('binds although the target holds the package under it', () => {
    expect(refusalOf(userAddRules, naming(loose, [strict, loose], { held: [held] }))).toBe('PolicyRequirementsNotMet');
  });

  it('of another package binds nobody', () => {
    const foreign = { ...strict, accessPackageId: 'p2' };
    expect(refusalOf(userAddRules, naming(loose, [foreign, loose]))).toBeUndefined();
  });

  it('is the same for naming, for choosing and for saying which there are', () => {
    const settings = fc.constantFrom({}, asksOneself, managers, { ...asksOneself, ...managers });
    const kind = fc.constantFrom(specific, members, (id: string, requestorSettings: object) =>
      policy({ id, settings: { requestorSettings } }),
    );
    const drawn = fc.array(fc.tuple(kind, settings), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(drawn, fc.boolean(), (kinds, isOwn) => {
        const policies = kinds.map(([make, requestorSettings], place) => make(`a${place}`, requestorSettings));
        const given = unchosen({ policies, ...(isOwn ? {} : forAReport) });
        const fitting = fittingPolicies(given).map(({ id }) => id);
        const accepted = policies.filter(
          (one) => refusalOf(userAddRules, naming(one, policies, isOwn ? {} : forAReport)) === undefined,
        );
        expect(accepted.map(({ id }) => id)).toEqual(fitting);
        const chosen = underChosenPolicy(given).policy?.id;
        expect(chosen).toBe(fitting.length === 1 ? fitting[0] : undefined);
        const binding = bindingPolicies(given).map(({ id }) => id);
        expect(binding).toEqual(expect.arrayContaining(fitting));
        for (const one of policies) {
          const refused = policyIsOneThatBinds(naming(one, policies, isOwn ? {} : forAReport)) !== undefined;
          const isBeside = letsAskForNewAccess(one, given) && !binding.includes(one.id);
          expect(refused).toBe(binding.length > 0 && isBeside);
        }
      }),
    );
  });
});
