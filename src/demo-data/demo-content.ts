import { onePerson } from '../entitlement-management/subject-sets/index.js';
import { administrator, type Persona, personas } from '../platform/development/personas.js';

/** The ids of the demo data; they never change, so that what is printed at the start can be typed literally. */
export const demoIds = {
  catalog: '0d000000-0000-4000-8000-0000000000c1',
  group: '0d000000-0000-4000-8000-0000000000e1',
  servicePrincipal: '0d000000-0000-4000-8000-0000000000f1',
  application: '0d000000-0000-4000-8000-0000000000f2',
  salesPackage: '0d000000-0000-4000-8000-0000000000a1',
  financePackage: '0d000000-0000-4000-8000-0000000000a2',
  directPolicy: '0d000000-0000-4000-8000-0000000000b1',
  selfServicePolicy: '0d000000-0000-4000-8000-0000000000b2',
  approvalPolicy: '0d000000-0000-4000-8000-0000000000b3',
  roleAssignment: '0d000000-0000-4000-8000-0000000000d1',
} as const;

const ofKind = (kind: Persona['kind']): Persona[] => personas.filter((persona) => persona.kind === kind);

export const approver: Persona = ofKind('approver')[0] ?? administrator;

/** The people of the demo group, who all report to the approver. */
export const colleagues: readonly Persona[] = ofKind('user');

/** Whoever of them owns the demo catalog, and administers it without a directory role. */
export const owner: Persona = colleagues.at(-1) ?? administrator;

const selfService = {
  enableTargetsToSelfAddAccess: true,
  enableTargetsToSelfUpdateAccess: true,
  enableTargetsToSelfRemoveAccess: true,
  allowCustomAssignmentSchedule: true,
};

/** A policy with its package, in Graph's JSON. */
export interface DemoPolicy {
  readonly id: string;
  readonly accessPackageId: string;
  readonly json: object;
}

export const demoPolicies: readonly DemoPolicy[] = [
  {
    id: demoIds.directPolicy,
    accessPackageId: demoIds.salesPackage,
    json: {
      displayName: 'Direct assignment',
      description: 'Administrators assign it; nobody can ask for it.',
      allowedTargetScope: 'notSpecified',
      expiration: { type: 'noExpiration' },
    },
  },
  {
    id: demoIds.selfServicePolicy,
    accessPackageId: demoIds.salesPackage,
    json: {
      displayName: 'All members, for 90 days',
      description: 'Members ask for it themselves and get it at once.',
      allowedTargetScope: 'allMemberUsers',
      expiration: { type: 'afterDuration', duration: 'P90D' },
      requestorSettings: selfService,
    },
  },
  {
    id: demoIds.approvalPolicy,
    accessPackageId: demoIds.financePackage,
    json: {
      displayName: 'Members, with approval',
      description: `Members ask for it and ${approver.displayName} decides.`,
      allowedTargetScope: 'allMemberUsers',
      expiration: { type: 'afterDuration', duration: 'P30D' },
      requestorSettings: selfService,
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        stages: [
          {
            durationBeforeAutomaticDenial: 'P14D',
            primaryApprovers: [onePerson(approver.id)],
          },
        ],
      },
    },
  },
];
