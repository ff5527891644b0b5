import type { DirectoryUser } from '../platform/database/generated/client.js';
import type { NewRow } from '../platform/database/models.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import { ManagerChanged, UserCreated, UserDeleted, UserUpdated } from './user.events.js';

export type User = DirectoryUser;

export const userTypes = ['Member', 'Guest'] as const;

/** What the directory knows of a person, beside who stands above them. */
export type UserValues = NewRow<User, 'tenantId' | 'id' | 'managerId' | 'createdAt'>;

export type NewUser = NewRow<User, 'tenantId'>;

const principalName = /^[^\s@\p{Cc}]{1,200}@[^\s@\p{Cc}]{1,255}$/u;

/** Whether a text can be somebody's user principal name. */
export const isPrincipalName = (text: unknown): text is string => typeof text === 'string' && principalName.test(text);

export function createUser(
  { id, managerId }: { id: string; managerId: string | null },
  values: UserValues,
  now: Date,
): Decision<NewUser> {
  if (managerId === id) throw ownManager();
  return { row: { id, ...values, managerId, createdAt: now }, events: [new UserCreated(id, managerId, values)] };
}

/** The person with the given members changed, and the others as they were; what is said again has no effect a second time. */
export function updateUser(user: User, given: Partial<UserValues>): Decision<User> {
  const changed = Object.entries(given).filter(([member, value]) => user[member as keyof UserValues] !== value);
  const changes: Partial<UserValues> = Object.fromEntries(changed);
  return { row: { ...user, ...changes }, events: changed.length > 0 ? [new UserUpdated(user.id, changes)] : [] };
}

/** The person under another manager, or none; nobody comes to stand above themselves. */
export function changeManager(user: User, managerId: string | null, aboveManager: readonly string[]): Decision<User> {
  if (managerId === user.id) throw ownManager();
  if (aboveManager.includes(user.id)) {
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: '${user.id}' is a manager above '${managerId}' already.`,
    );
  }
  return { row: { ...user, managerId }, events: [new ManagerChanged(user.id, managerId)] };
}

/** A person goes, and those who reported to them have no manager; their access ends with that, and who had it stays on record. */
export const deleteUser = (user: User, reports: readonly string[]): Decision<User> => ({
  row: user,
  events: [...reports.map((id) => new ManagerChanged(id, null)), new UserDeleted(user.id)],
});

const ownManager = (): DomainError =>
  new DomainError('InvalidModel', 'The model is invalid: nobody is their own manager.');
