import { describe, expect, it } from '@jest/globals';
import { everySubjectSet, widestPolicy } from '../../../../test/support/full-width.js';
import { sized } from '../../../../test/support/size.js';
import { inNamesSent } from '../../../platform/http/sent-names.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { BodyPipe } from '../../../platform/http/body.pipe.js';
import { AssignmentPolicyBody, policyValuesFrom, valuesOf } from '../assignment-policies.body.js';
import { refuseWrongPolicy } from '../assignment-policy.rules.js';
import { policyToBeta } from './policy.js';

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

const accessPackageId = '0a000000-0000-4000-8000-00000000000a';

/** A policy with everything that can be said, as beta shows it. */
function aWidePolicy(): Json {
  const values = policyValuesFrom({ displayName: 'Wide', accessPackage: { id: accessPackageId }, ...widestPolicy });
  const shape = JSON.parse(JSON.stringify(policyToBeta(values))) as Json;
  return { displayName: 'Wide', accessPackageId, accessPackageNotificationSettings: {}, ...shape };
}

/** Every place in a body, but the types of its parts. */
function placesIn(value: unknown, path: Path = []): Path[] {
  const own = path.length > 0 && path.at(-1) !== '@odata.type' ? [path] : [];
  if (typeof value !== 'object' || value === null) return own;
  const inside: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...own, ...inside.flatMap(([name, member]) => placesIn(member, [...path, name]))];
}

function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to;
  if (Array.isArray(value)) return value.map((item: unknown, at) => (at === name ? changed(item, rest, to) : item));
  return { ...(value as Json), [name]: changed((value as Json)[name], rest, to) };
}

const written = (path: Path): string =>
  path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${step}`)).join('');

/** Of how many places one is tried. */
const share = sized({ small: 16, ci: 2, full: 1 });

/** What no member takes, of each kind. */
const wrong = [{ stray: 1 }, [[]], 'x'.repeat(5_000), -1.5, true, '\0'];

/** What a body is refused with; undefined where it is taken. */
async function refusalOf(body: object): Promise<string | undefined> {
  try {
    const read = await new BodyPipe().transform(body, { type: 'body', metatype: AssignmentPolicyBody });
    refuseWrongPolicy(valuesOf(read as AssignmentPolicyBody));
    return undefined;
  } catch (error) {
    if (error instanceof DomainError)
      return inNamesSent(error.message, { body, type: AssignmentPolicyBody, dialect: 'beta' });
    throw error;
  }
}

/** Members that beta does not have, however it was said. */
const ofV1 =
  /allowedTargetScope|specificAllowedTargets|enableTargets|expiration(?!DateTime)|ForAdd|ForUpdate|\bstages|durationBefore|fallback|'reviewSettings|isRecommendationEnabled|isReviewerJustification|expirationBehavior|'[^']*schedule|isSelfReview|primaryReviewers|userId|groupId|servicePrincipalId|connectedOrganizationId|isMultipleSelection|localizations|'notificationSettings|'accessPackage[.']/;

describe('the refusal of a policy under beta', () => {
  const policy = aWidePolicy();

  it('names what was sent, whatever of it is wrong', async () => {
    expect(everySubjectSet.length).toBeGreaterThan(5);
    const faults: string[] = [];
    const taken: string[] = [];
    let refused = 0;
    for (const place of placesIn(policy).filter((_, at) => at % share === 0)) {
      for (const value of wrong) {
        const message = await refusalOf(changed(policy, place, value) as object);
        if (message === undefined) {
          if (value !== true) taken.push(`${written(place)}: ${JSON.stringify(value).slice(0, 40)}`);
          continue;
        }
        refused += 1;
        if (ofV1.test(message)) faults.push(`${written(place)}: ${message}`);
      }
    }
    expect({ faults, taken }).toEqual({ faults: [], taken: [] });
    expect(refused).toBeGreaterThan(500 / share);
  });

  it.each<[string, Path, unknown, string]>([
    ['a period', ['requestApprovalSettings', 'approvalStages', 0, 'approvalStageTimeOutInDays'], 'x', 'has a value'],
    ['a flag', ['requestorSettings', 'acceptRequests'], 7, 'must be true or false'],
    ['an id of a set', ['requestorSettings', 'allowedRequestors', 0, 'id'], 'x', 'must be a GUID'],
    ['a text', ['questions', 0, 'text', 'defaultText'], 7, 'must be a string'],
    ['a package', ['accessPackageId'], 'x', 'must be a GUID'],
    ['a whole part', ['accessReviewSettings'], 7, 'must be an object'],
  ])('names %s by its place in the body', async (_, place, value, what) => {
    expect(await refusalOf(changed(policy, place, value) as object)).toContain(`'${written(place)}' ${what}`);
  });

  it('names who stands in by the place among the others', async () => {
    const approver = (id: string, isBackup: boolean) => ({
      '@odata.type': '#microsoft.graph.singleUser',
      id,
      isBackup,
    });
    const primaryApprovers = [
      approver('x', true),
      approver(accessPackageId, false),
      approver('y', true),
      approver('z', false),
    ];
    const place = ['requestApprovalSettings', 'approvalStages', 0, 'primaryApprovers'];
    const message = await refusalOf(changed(policy, place, primaryApprovers) as object);
    for (const at of [0, 2, 3]) expect(message).toContain(`'${written([...place, at])}.id' must be a GUID`);
  });

  it('keeps the names of v1.0 where these were sent', async () => {
    const message = await refusalOf({
      ...policy,
      requestorSettings: undefined,
      allowedTargetScope: 'x',
      specificAllowedTargets: 7,
    });
    expect(message).toContain("'allowedTargetScope' must be one of");
    expect(message).toContain("'specificAllowedTargets' must be an array");
  });
});
