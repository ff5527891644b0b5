import type { PolicySettings, SubjectSet } from './policy-settings.js';

/** Where a policy names people: those in its scope, those who may act for them, and those who decide. */
export type Place =
  'specificDirectoryUsers' | 'specificConnectedOrganizationUsers' | 'onBehalfRequestors' | 'approvers';

/** The kinds of subject sets that are understood in each place; all others name nobody there. */
export const understood: Readonly<Record<Place, readonly string[]>> = {
  specificDirectoryUsers: ['singleUser', 'groupMembers'],
  specificConnectedOrganizationUsers: ['connectedOrganizationMembers'],
  onBehalfRequestors: ['singleUser', 'groupMembers', 'targetManager'],
  approvers: [
    ...['singleUser', 'groupMembers', 'connectedOrganizationMembers', 'identityGovernance.groupBasedSubjectSet'],
    ...['requestorManager', 'targetManager', 'internalSponsors', 'externalSponsors', 'targetUserSponsors'],
  ],
};

export const kindOf = (set: SubjectSet): string => set['@odata.type'].replace(/^#?microsoft\.graph\./, '');

/** The sets that name somebody in a place. */
export const heeded = (place: Place, sets: readonly SubjectSet[] | null | undefined): SubjectSet[] =>
  (sets ?? []).filter((set) => understood[place].includes(kindOf(set)));

/** A member of a policy whose sets are not all heeded, and of which kinds these are. */
export interface PassedOver {
  readonly member: string;
  readonly kinds: readonly string[];
}

/** Which sets of a policy name nobody where they stand. */
export function passedOver(scope: string, settings: PolicySettings): PassedOver[] {
  const stages = settings.requestApprovalSettings?.stages ?? [];
  const named: [string, Place | undefined, readonly SubjectSet[] | null | undefined][] = [
    ['specificAllowedTargets', placeOf(scope), settings.specificAllowedTargets],
    ['requestorSettings.onBehalfRequestors', 'onBehalfRequestors', settings.requestorSettings?.onBehalfRequestors],
    ...stages.flatMap((stage, index) =>
      approverMembers.map((member): [string, Place, readonly SubjectSet[] | null | undefined] => [
        `requestApprovalSettings.stages[${index}].${member}`,
        'approvers',
        stage[member],
      ]),
    ),
  ];
  return named.flatMap(([member, place, sets]) => {
    const kinds = (sets ?? []).map(kindOf).filter((kind) => !place || !understood[place].includes(kind));
    return kinds.length === 0 ? [] : [{ member, kinds: [...new Set(kinds)] }];
  });
}

/** The groups that settings name, wherever that is, each once. */
export function groupsNamedIn(settings: PolicySettings): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { groupId, groups } = value as { readonly groupId?: unknown; readonly groups?: unknown };
    const named: unknown[] = Array.isArray(groups) ? groups.map((group: { id?: unknown } | null) => group?.id) : [];
    for (const id of [groupId, ...named]) if (typeof id === 'string') found.add(id);
    Object.values(value).forEach(look);
  };
  look(settings);
  return [...found].sort();
}

/** Scopes of other names heed no sets at all. */
const placeOf = (scope: string): Place | undefined =>
  scope === 'specificDirectoryUsers' || scope === 'specificConnectedOrganizationUsers' ? scope : undefined;

const approverMembers = [
  ...(['primaryApprovers', 'fallbackPrimaryApprovers'] as const),
  ...(['escalationApprovers', 'fallbackEscalationApprovers'] as const),
];
