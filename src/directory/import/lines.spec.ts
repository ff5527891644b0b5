import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../platform/errors/domain-error.js';
import { membersOf } from '../../platform/entities/entity.js';
import { readBody } from '../../platform/http/body.pipe.js';
import { GroupBody } from '../groups.body.js';
import { GroupEntity } from '../groups.entity.js';
import { ServicePrincipalBody } from '../service-principals.body.js';
import { ServicePrincipalEntity } from '../service-principals.entity.js';
import { UserBody } from '../users.body.js';
import { UserEntity } from '../users.entity.js';
import { readLine } from './lines.js';

const id = '0A000000-0000-4000-8000-000000000001';
const user = { id, displayName: 'Ada', userPrincipalName: 'ada@contoso.example' };
const group = { id, displayName: 'Sales' };
const application = { id, appId: id, displayName: 'Payroll' };

const refusal = async (read: Promise<unknown>): Promise<string | undefined> => {
  try {
    await read;
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};
const wrongOf = async (line: object): Promise<string | undefined> => {
  const read = await readLine(1, JSON.stringify(line));
  return 'wrong' in read ? read.wrong : undefined;
};

const values: readonly unknown[] = [
  ...[
    '',
    ' ',
    'x',
    'x'.repeat(257),
    'x'.repeat(4_001),
    'a\0b',
    '\ud800',
    'ada@contoso.example',
    ' ada@contoso.example ',
  ],
  ...['Guest', 'GUEST', 'true', 'false', id, '2026-11-30T00:00:00Z', 0, 1, true, false, [], ['x'], {}],
];
const types = [
  ['user', user, UserBody, UserEntity],
  ['group', group, GroupBody, GroupEntity],
  ['servicePrincipal', application, ServicePrincipalBody, ServicePrincipalEntity],
] as const;

describe('a line of an import', () => {
  it.each(
    types.flatMap(([type, whole, body, entity]) =>
      membersOf(entity)
        .filter(({ saidBy }) => saidBy !== 'server')
        .map(({ name }) => [type, name, whole, body] as const),
    ),
  )('takes and refuses what a POST does, in the same words: a %s by its %s', async (type, name, whole, body) => {
    const verdicts = await Promise.all(
      values.map(async (value) => {
        const said = { ...whole, [name]: value };
        return [await wrongOf({ type, ...said }), await refusal(readBody<object>(body, said))] as const;
      }),
    );
    for (const [asLine, asPost] of verdicts) expect(asLine).toBe(asPost);
    expect(verdicts.some(([asLine]) => asLine === undefined)).toBe(true);
    expect(verdicts.some(([asLine]) => asLine !== undefined)).toBe(true);
  });

  it.each([
    ['nothing more', {}, undefined],
    [
      'what nobody keeps',
      { jobTitle: 'Engineer', createdDateTime: 'x', '@odata.type': '#microsoft.graph.user' },
      undefined,
    ],
    [
      'a manager who is shown',
      { manager: { id, displayName: 'Boss', '@odata.type': '#microsoft.graph.user' } },
      undefined,
    ],
    ['no manager', { manager: null }, undefined],
    ['nobody as manager', { manager: 'boss' }, "'manager' must be a GUID"],
    ['sponsors who are shown', { sponsors: [id, { id }], 'sponsors@odata.context': 'x' }, undefined],
    ['sponsors that are null', { sponsors: null }, "'sponsors' must be an array"],
    ['nobody among the sponsors', { sponsors: [id, 'boss'] }, "'sponsors' each must be a GUID"],
    ['a page of sponsors', { sponsors: [id], 'sponsors@odata.nextLink': 'x' }, 'holds a part only'],
    ['a bound manager', { 'manager@odata.bind': `users/${id}` }, "'manager@odata.bind' is not a member here"],
    ['what nobody knows', { shoeSize: 42 }, "'shoeSize' is not a member here"],
    ['another spelling', { displayname: 'Ada' }, "'displayName' and 'displayname' are one member"],
  ])('reads a person with %s', async (_, more, wrong) => {
    const found = await wrongOf({ type: 'user', ...user, ...more });
    expect(wrong === undefined ? found : found?.includes(wrong)).toBe(wrong === undefined ? undefined : true);
  });

  it.each([
    ['a rule', { groupTypes: ['DynamicMembership'], membershipRule: 'x', members: [id] }, undefined],
    ['a page of members', { members: [id], 'members@odata.nextLink': 'x' }, 'holds a part only'],
    ['no id', { id: undefined }, "'id' is required"],
    ['owners', { owners: [id] }, "'owners' is not imported"],
  ])('reads a group with %s', async (_, more, wrong) => {
    const found = await wrongOf({ type: 'group', ...group, ...more });
    expect(wrong === undefined ? found : found?.includes(wrong)).toBe(wrong === undefined ? undefined : true);
  });

  it.each([
    ['what an export tells of it', { tags: ['x'], createdDateTime: 'x', keyCredentials: [{ keyId: id }] }, undefined],
    ['an account that is enabled', { accountEnabled: true, isDisabled: null }, undefined],
    ['an account that is not', { accountEnabled: false }, "'accountEnabled' cannot be false"],
    ['a stop by Entra', { isDisabled: true }, "'isDisabled' cannot be true"],
    ['no application', { appId: undefined }, "'appId' is required"],
    ['no name', { displayName: undefined }, "'displayName' is required"],
    ['owners', { owners: [id] }, "'owners' is not kept here"],
    ['what it belongs to', { memberOf: [{ id }] }, "'memberOf' is not kept here"],
  ])('reads a service principal with %s', async (_, more, wrong) => {
    const found = await wrongOf({ type: 'servicePrincipal', ...application, ...more });
    expect(wrong === undefined ? found : found?.includes(wrong)).toBe(wrong === undefined ? undefined : true);
  });

  it.each(['robot', 'User', 'constructor', 'toString', '', null, 1, ['user']])(
    'is refused with the type %j',
    async (type) => {
      expect(await wrongOf({ type, ...user })).toBe(
        "is not a JSON object whose 'type' is one of user, group, servicePrincipal",
      );
    },
  );

  it('says ids in lower case, and nothing of what it leaves out', async () => {
    expect(await readLine(3, JSON.stringify({ type: 'group', ...group, members: [{ id }] }))).toEqual({
      ...{ type: 'group', line: 3, id: id.toLowerCase(), displayName: 'Sales', members: [id.toLowerCase()] },
    });
    const person = await readLine(4, JSON.stringify({ type: 'user', ...user }));
    expect(JSON.parse(JSON.stringify(person))).toEqual({ type: 'user', line: 4, ...user, id: id.toLowerCase() });
  });
});
