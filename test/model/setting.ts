import { CommandBus } from '@nestjs/cqrs';
import { CreateUserCommand } from '../../src/directory/index.js';
import { CreateAccessPackageCommand } from '../../src/entitlement-management/access-packages/index.js';
import {
  CreateAssignmentPolicyCommand,
  policyValuesFrom,
  type PolicyValues,
} from '../../src/entitlement-management/assignment-policies/index.js';
import { CreateCatalogCommand } from '../../src/entitlement-management/catalogs/index.js';
import type { Caller } from '../../src/platform/auth/caller.js';
import { user } from '../support/approvals.js';
import { selfService } from '../support/given.js';
import { developmentTenantId, type TestServer } from '../support/server.js';
import type { Terms } from './steps.js';
import { approversOf, packageOf } from './world.js';

const caller = { tenantId: developmentTenantId, applicationId: '0b000000-0000-4000-8000-00000000000c' };
const permissions = ['EntitlementManagement.ReadWrite.All', 'User.ReadWrite.All'];

export const anApplication: Caller = {
  ...caller,
  kind: 'application',
  objectId: '0b000000-0000-4000-8000-000000000001',
  permissions,
  directoryRoles: [],
};

export const personAs = (objectId: string): Caller => ({
  ...caller,
  kind: 'user',
  objectId,
  permissions: ['EntitlementManagement.ReadWrite.All'],
  directoryRoles: [],
});

const idOf = (kind: string, number: number): string =>
  `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The ids of everybody and everything that a run is about, by number. */
export const ids = {
  people: [0, 1, 2, 3, 4].map((number) => idOf('5a', number)),
  policies: [0, 1, 2].map((number) => idOf('5b', number)),
  packages: [0, 1].map((number) => idOf('5c', number)),
  catalog: idOf('5d', 0),
} as const;

/** What the policies ask for at first. */
export const firstTerms: readonly Terms[] = [
  { stages: 0, days: 30, forUpdate: false },
  { stages: 2, days: 90, forUpdate: true },
  { stages: 1, days: null, forUpdate: false },
];

export function valuesOf({ stages, days, forUpdate }: Terms): PolicyValues {
  const people = (numbers: readonly number[]) => numbers.map((number) => user(ids.people[number] ?? ''));
  return policyValuesFrom({
    ...selfService,
    displayName: 'Policy',
    expiration: days === null ? { type: 'noExpiration' } : { type: 'afterDuration', duration: `P${days}D` },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: stages > 0,
      isApprovalRequiredForUpdate: stages > 0 && forUpdate,
      stages: Array.from({ length: stages }, (_, index) => ({
        durationBeforeAutomaticDenial: 'P14D',
        primaryApprovers: people(approversOf(index + 1).primary),
        fallbackPrimaryApprovers: people(approversOf(index + 1).fallback),
      })),
    },
  });
}

/** Puts in place what a run is about. */
export async function setTheScene(server: TestServer): Promise<void> {
  const bus = server.app.get(CommandBus);
  const text = { displayName: 'Model', description: null };
  const catalog = { ...text, state: 'published' as const, isExternallyVisible: false };
  await bus.execute(new CreateCatalogCommand(anApplication, catalog, ids.catalog));
  for (const [number, id] of ids.packages.entries()) {
    const values = { ...text, displayName: `Package ${number}`, isHidden: false, isRoleScopesVisible: false };
    await bus.execute(new CreateAccessPackageCommand(anApplication, ids.catalog, values, id));
  }
  for (const [number, id] of ids.people.entries()) {
    const values = {
      ...{ displayName: `Person ${number}`, userPrincipalName: `person.${number}@contoso.example`, mail: null },
      ...{ userType: 'Member' as const, accountEnabled: true },
    };
    await bus.execute(new CreateUserCommand(anApplication, values, null, id));
  }
  for (const [number, terms] of firstTerms.entries()) {
    const packageId = ids.packages[packageOf(number)] ?? '';
    const id = ids.policies[number] ?? '';
    const values = { ...valuesOf(terms), displayName: `Policy ${number}` };
    await bus.execute(new CreateAssignmentPolicyCommand(anApplication, packageId, values, id));
  }
}
