import { DomainError } from '../../platform/errors/domain-error.js';
import type { AssignmentPolicy, PolicyValues } from './assignment-policy.js';
import { endSaid } from './expiration.js';
import { settingsOf } from './policy-settings.js';

type Members = Readonly<Record<string, unknown>>;

/** What a body changes of a policy; a member that it leaves out has its default in the settings, or is missing. */
export type PolicyChanges = Partial<PolicyValues> & Pick<PolicyValues, 'settings'>;

/** What a caller could read of a policy and send back, in v1.0's words, where that is less than the policy says. */
export type Shown = (policy: AssignmentPolicy) => PolicyValues;

/** The policy's values with those members changed that the body carries: objects member by member, collections as a whole. */
export function mergedValues(policy: AssignmentPolicy, changes: PolicyChanges, given: Members): PolicyValues {
  const { settings, ...faces } = valuesOf(policy);
  return {
    ...faces,
    ...merged(faces, changes, given),
    settings: merged({ ...settings }, { ...changes.settings }, given),
  };
}

/** The values with those members of the policy that no answer of v1.0 shows, unless the body says something of them. */
export function withUnseenMembers<Values extends PolicyValues>(policy: AssignmentPolicy, values: Values): Values {
  const { verifiableCredentialSettings, requestorSettings } = settingsOf(policy);
  const said = values.settings.requestorSettings;
  return {
    ...values,
    settings: {
      ...(verifiableCredentialSettings === undefined ? {} : { verifiableCredentialSettings }),
      ...values.settings,
      ...(said && requestorSettings?.scopeType
        ? { requestorSettings: { scopeType: requestorSettings.scopeType, ...said } }
        : {}),
    },
  };
}

/** The members that a policy would lose with these values because the body leaves them out, by their paths. */
export function membersLost(policy: AssignmentPolicy, values: PolicyValues, given: Members): string[] {
  const flat = ({ settings, ...faces }: PolicyValues): Members => ({ ...faces, ...settings });
  return lost(flat(valuesOf(policy)), flat(values), given);
}

/** Refuses values with which a policy would lose what the body leaves out. */
export function refuseLoss(policy: AssignmentPolicy, values: PolicyValues, given: Members): void {
  const names = membersLost(policy, values, given);
  if (names.length === 0) return;
  throw new DomainError(
    'MembersWouldBeLost',
    `The body leaves out what the policy says of '${names.join("', '")}', and a PUT would take that away: send these members, or PATCH.`,
  );
}

export const valuesOf = (policy: AssignmentPolicy): PolicyValues => ({
  displayName: policy.displayName,
  description: policy.description,
  allowedTargetScope: policy.allowedTargetScope as PolicyValues['allowedTargetScope'],
  settings: settingsOf(policy),
});

function merged<Whole extends object>(before: Whole, after: object, given: Members): Whole {
  const changed = Object.entries(after)
    .filter(([name]) => Object.hasOwn(given, name))
    .map(([name, value]): [string, unknown] => {
      const [old, sent] = [(before as Members)[name], given[name]];
      const isPart = isObject(old) && isObject(value) && isObject(sent) && !isAnEnd(name, value);
      return [name, isPart ? merged(old, value, sent) : value];
    });
  return { ...before, ...(Object.fromEntries(changed) as Partial<Whole>) };
}

/** An end that a body says takes the place of the one before, whose members would contradict it. */
const isAnEnd = (name: string, value: Members): boolean =>
  name === 'expiration' && !['unsaid', 'unreadable'].includes(endSaid(value).is);

function lost(before: Members, after: Members, given: Members): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const [value, sent] = [after[name], given[name]];
    if (!Object.hasOwn(given, name)) return isSet(old) && !isSame(old, value) ? [name] : [];
    if (!isObject(old) || !isObject(value) || !isObject(sent) || isAnEnd(name, value)) return [];
    return lost(old, value, sent).map((deeper) => `${name}.${deeper}`);
  });
}

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Whether two pieces of JSON say the same; the order of members says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [mine, theirs] = [Object.entries(one), Object.entries(other)];
  return mine.length === theirs.length && mine.every(([name, value]) => isSame(value, (other as Members)[name]));
}
