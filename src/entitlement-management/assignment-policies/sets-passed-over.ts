import { heeded, kindsOf, type PolicyPlace, type SubjectSet } from '../subject-sets/index.js';
import type { PolicySettings } from './policy-settings.js';

type Sets = readonly SubjectSet[] | null | undefined;

/** A member of a policy whose sets are not all heeded, and of which kinds these are. */
export interface PassedOver {
  readonly member: string;
  readonly kinds: readonly string[];
}

/** Which sets of a policy name nobody where they stand. */
export function passedOver(scope: string, settings: PolicySettings): PassedOver[] {
  const stages = settings.requestApprovalSettings?.stages ?? [];
  const named: [string, PolicyPlace | undefined, Sets][] = [
    ['specificAllowedTargets', placeOf(scope), settings.specificAllowedTargets],
    ['requestorSettings.onBehalfRequestors', 'onBehalfRequestors', settings.requestorSettings?.onBehalfRequestors],
    ...stages.flatMap((stage, index) =>
      approverMembers.map((member): [string, PolicyPlace, Sets] => [
        `requestApprovalSettings.stages[${index}].${member}`,
        'approvers',
        stage[member],
      ]),
    ),
  ];
  return named.flatMap(([member, place, sets]) => {
    const kinds = kindsOf(place ? unheeded(place, sets) : sets);
    return kinds.length === 0 ? [] : [{ member, kinds }];
  });
}

function unheeded(place: PolicyPlace, sets: Sets): SubjectSet[] {
  const named = heeded(place, sets);
  return (sets ?? []).filter((set) => !named.includes(set));
}

/** Scopes of other names heed no sets at all. */
const placeOf = (scope: string): PolicyPlace | undefined =>
  scope === 'specificDirectoryUsers' || scope === 'specificConnectedOrganizationUsers' ? scope : undefined;

const approverMembers = [
  ...(['primaryApprovers', 'fallbackPrimaryApprovers'] as const),
  ...(['escalationApprovers', 'fallbackEscalationApprovers'] as const),
];
