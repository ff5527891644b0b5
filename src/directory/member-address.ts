/** What may be in a group: a person, a group, or one of them by an id alone. */
export const memberCollections = ['users', 'groups', 'directoryObjects'] as const;

/** The address of somebody who is to be in a group, such as `users/{id}`. */
export interface MemberAddress {
  readonly collection: (typeof memberCollections)[number];
  readonly id: string;
}

/** How an address that leads nowhere is called. */
const nouns = { users: 'user', groups: 'group', directoryObjects: 'user or group' } as const;

export const nounOf = ({ collection }: MemberAddress): string => nouns[collection];
