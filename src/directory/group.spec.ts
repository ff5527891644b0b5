import { describe, expect, it } from '@jest/globals';
import { GroupCreated, GroupDeleted, GroupUpdated, MemberRemoved, MembersAdded } from './group.events.js';
import { createGroup, deleteGroup, type Group, removeMember, updateGroup } from './group.js';

const now = new Date('2026-11-23T08:00:00Z');
const values = { displayName: 'Sales', description: null };
const group: Group = { ...createGroup('sales', values, [], now).row, tenantId: 'tenant' };

describe('A group', () => {
  it('is created with or without members', () => {
    expect(createGroup('sales', values, [], now)).toEqual({
      row: { id: 'sales', ...values, createdAt: now },
      events: [new GroupCreated('sales', values)],
      newMembers: [],
    });
    expect(createGroup('sales', values, ['ada'], now).events).toContainEqual(new MembersAdded('sales', ['ada']));
  });

  it('announces what changed, and only that', () => {
    const ada = { newMembers: ['ada'], alreadyIn: [] };
    const nobody = { newMembers: [], alreadyIn: [] };
    expect(updateGroup(group, {}, ada).events).toEqual([new MembersAdded('sales', ['ada'])]);
    expect(updateGroup(group, { description: 'x' }, nobody)).toEqual({
      row: { ...group, description: 'x' },
      events: [new GroupUpdated('sales', { description: 'x' })],
      newMembers: [],
    });
  });

  it('takes nobody twice, and lets people go', () => {
    expect(() => updateGroup(group, {}, { newMembers: ['ada'], alreadyIn: ['ada'] })).toThrow(
      "'ada' is in the group already",
    );
    expect(removeMember(group, 'ada').events).toEqual([new MemberRemoved('sales', 'ada')]);
  });

  it('goes', () => {
    expect(deleteGroup(group)).toEqual({ row: group, events: [new GroupDeleted('sales')] });
  });
});
