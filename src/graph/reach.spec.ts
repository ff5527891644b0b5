import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from '../platform/auth/caller.js';
import { isPermitted, type Operation, type Permission } from '../platform/auth/permissions.js';
import {
  directoryRoles,
  mayAdminister,
  mayIn,
  mayNameRolesIn,
  mayReadAll,
  permissions,
  roles,
  type Task,
} from './index.js';
import { reachOf } from './reach.js';

const catalogs = ['a', 'b', 'c'].map((letter) => `0a000000-0000-4000-8000-00000000000${letter}`);
const everyPermission = [
  ...new Set(
    Object.values<Permission>(permissions).flatMap(({ delegated, application }) => [...delegated, ...application]),
  ),
];

/** Callers of any kind with any permissions and directory roles, and with roles where these can be held. */
const anybody: fc.Arbitrary<Caller> = fc.record({
  kind: fc.constantFrom('user' as const, 'application' as const),
  tenantId: fc.constant('t'),
  objectId: fc.constant('o'),
  applicationId: fc.constant('a'),
  permissions: fc.subarray([...everyPermission, 'Mail.Read']),
  directoryRoles: fc.subarray(Object.values(directoryRoles) as string[]),
  heldRoles: fc.uniqueArray(
    fc.constantFrom(
      ...Object.values(roles).flatMap(({ id, heldIn }) =>
        (heldIn === 'catalog' ? catalogs : [null]).map((scopeId) => ({ roleId: id, scopeId })),
      ),
    ),
  ),
});

/** What the commands ask of what lies in a catalog, by the operation of their route. */
const asked: Readonly<Partial<Record<Operation, (caller: Caller, catalogId: string) => boolean>>> = {
  ...Object.fromEntries(
    (
      [
        ['catalogs.write', 'catalogs.manage'],
        ['accessPackages.write', 'packages.manage'],
        ['assignmentPolicies.write', 'packages.manage'],
        ['assignments.write', 'assignments.manage'],
        ['assignmentRequests.create', 'assignments.manage'],
      ] as const satisfies (readonly [Operation, Task])[]
    ).map(([operation, task]) => [operation, (caller: Caller, id: string) => mayIn(caller, task, id)]),
  ),
  'assignmentRequests.cancel': (caller, id) =>
    isPermitted(caller, 'assignmentRequests.cancel') && mayIn(caller, 'assignments.manage', id),
  'roleAssignments.write': mayNameRolesIn,
  'entitlements.write': mayAdminister,
};

describe('what somebody may do where', () => {
  const runs = { numRuns: 500 };

  it('names the operations that the guard lets through, and no others', () => {
    fc.assert(
      fc.property(anybody, (caller) => {
        const all = Object.keys(permissions) as Operation[];
        expect(reachOf(caller).map(({ operation }) => operation)).toEqual(
          all.filter((one) => isPermitted(caller, one)),
        );
      }),
      runs,
    );
  });

  it('reaches in each catalog what the commands let through there', () => {
    fc.assert(
      fc.property(anybody, fc.constantFrom(...catalogs), (caller, catalogId) => {
        const reached = new Map(reachOf(caller).map((one) => [one.operation, one]));
        for (const [operation, may] of Object.entries(asked)) {
          const found = reached.get(operation as Operation);
          const isReached = found !== undefined && (found.everywhere || found.catalogs.includes(catalogId));
          expect([operation, isReached]).toEqual([operation, may(caller, catalogId)]);
        }
        const read = reached.get('entitlements.read');
        expect(read?.everywhere ?? false).toBe(isPermitted(caller, 'entitlements.read') && mayReadAll(caller));
      }),
      runs,
    );
  });

  it('says each catalog once, and none where it is everywhere', () => {
    fc.assert(
      fc.property(anybody, (caller) => {
        for (const { everywhere, catalogs: ids } of reachOf(caller)) {
          expect(new Set(ids).size).toBe(ids.length);
          if (everywhere) expect(ids).toEqual([]);
        }
      }),
      runs,
    );
  });
});
