import { describe, expect, it } from '@jest/globals';
import { stored } from '../../test/support/stored.js';
import { ManagerChanged, UserCreated, UserDeleted, UserUpdated } from './user.events.js';
import { changeManager, createUser, deleteUser, isPrincipalName, updateUser, type User } from './user.js';

const now = new Date('2026-11-23T08:00:00Z');
const values = {
  displayName: 'Ada',
  userPrincipalName: 'ada@contoso.example',
  mail: null,
  userType: 'Member',
  accountEnabled: true,
};
const created = createUser({ id: 'ada', managerId: 'boss' }, values, now);
const user: User = stored('directoryUser', { ...created.row, tenantId: 'tenant' });

describe('A person', () => {
  it('is created under a manager who is somebody else', () => {
    expect(created.row).toEqual({ id: 'ada', managerId: 'boss', ...values, createdAt: now });
    expect(created.events).toEqual([new UserCreated('ada', 'boss', values)]);
    expect(() => createUser({ id: 'ada', managerId: 'ada' }, values, now)).toThrow('nobody is their own manager');
  });

  it('changes what it is told to, and nothing else', () => {
    const { row, events } = updateUser(user, { accountEnabled: false });
    expect(row).toEqual({ ...user, accountEnabled: false });
    expect(events).toEqual([new UserUpdated('ada', { accountEnabled: false })]);
  });

  it('says nothing of what was so before', () => {
    const said = { accountEnabled: user.accountEnabled, displayName: 'Ada L.' };
    expect(updateUser(user, said).events).toEqual([new UserUpdated('ada', { displayName: 'Ada L.' })]);
    expect(updateUser(user, { accountEnabled: user.accountEnabled })).toEqual({ row: user, events: [] });
  });

  it('gets a manager who is not below them', () => {
    expect(changeManager(user, 'other', ['top']).events).toEqual([new ManagerChanged('ada', 'other')]);
    expect(changeManager(user, null, []).row.managerId).toBeNull();
    expect(() => changeManager(user, 'ada', [])).toThrow('nobody is their own manager');
    expect(() => changeManager(user, 'report', ['ada', 'boss'])).toThrow("'ada' is a manager above 'report' already");
  });

  it('goes, and leaves those who report to them without a manager', () => {
    expect(deleteUser(user, []).events).toEqual([new UserDeleted('ada')]);
    expect(deleteUser(user, ['bo', 'cy']).events).toEqual([
      new ManagerChanged('bo', null),
      new ManagerChanged('cy', null),
      new UserDeleted('ada'),
    ]);
  });
});

describe('A user principal name', () => {
  it.each(['ada@contoso.example', 'sam.rivera_fabrikam.example#EXT#@contoso.example', "o'neil@contoso.example"])(
    'may be %s',
    (text) => expect(isPrincipalName(text)).toBe(true),
  );

  it.each([
    'ada',
    '@contoso.example',
    'ada@',
    'a b@contoso.example',
    'a@b@c',
    'a\0@contoso.example',
    `${'a'.repeat(201)}@b`,
    7,
  ])('cannot be %j', (text) => expect(isPrincipalName(text)).toBe(false));
});
