import { describe, expect, it } from '@jest/globals';
import { stored } from '../../test/support/stored.js';
import {
  GroupCreated,
  GroupDeleted,
  GroupRemoved,
  GroupsAdded,
  GroupUpdated,
  MemberRemoved,
  MembersAdded,
} from './group.events.js';
import { createGroup, deleteGroup, type Group, removeMember, updateGroup } from './group.js';

const now = new Date('2026-11-23T08:00:00Z');
const members = (userIds: string[], groupIds: string[] = []) => ({ userIds, groupIds });
const nobody = members([]);
const values = { displayName: 'Sales', description: null };
const group: Group = stored('directoryGroup', { ...createGroup('sales', values, nobody, now).row, tenantId: 'tenant' });

describe('A group', () => {
  it('is created with or without members', () => {
    expect(createGroup('sales', values, nobody, now)).toEqual({
      row: { id: 'sales', ...values, source: 'local', createdAt: now },
      events: [new GroupCreated('sales', values)],
      newMembers: nobody,
    });
    expect(createGroup('sales', values, members(['ada']), now).events).toContainEqual(
      new MembersAdded('sales', ['ada']),
    );
  });

  it('announces what changed, and only that', () => {
    const ada = { newMembers: members(['ada']), alreadyIn: nobody };
    const noChange = { newMembers: nobody, alreadyIn: nobody };
    expect(updateGroup(group, {}, ada).events).toEqual([new MembersAdded('sales', ['ada'])]);
    expect(updateGroup(group, { description: 'x' }, noChange)).toEqual({
      row: { ...group, description: 'x' },
      events: [new GroupUpdated('sales', { description: 'x' })],
      newMembers: nobody,
    });
  });

  it('takes nobody twice, and lets people go', () => {
    expect(() => updateGroup(group, {}, { newMembers: members(['ada']), alreadyIn: members(['ada']) })).toThrow(
      "'ada' is in the group already",
    );
    expect(removeMember(group, { id: 'ada', isGroup: false }).events).toEqual([new MemberRemoved('sales', 'ada')]);
  });

  it('takes other groups, but not itself, and lets them go', () => {
    const added = { newMembers: members([], ['emea']), alreadyIn: nobody };
    expect(updateGroup(group, {}, added).events).toEqual([new GroupsAdded('sales', ['emea'])]);
    const itself = { newMembers: members([], ['sales']), alreadyIn: nobody };
    expect(() => updateGroup(group, {}, itself)).toThrow("the group 'sales' cannot be a member of itself");
    expect(removeMember(group, { id: 'emea', isGroup: true }).events).toEqual([new GroupRemoved('sales', 'emea')]);
  });

  it('goes', () => {
    expect(deleteGroup(group)).toEqual({ row: group, events: [new GroupDeleted('sales')] });
  });
});
