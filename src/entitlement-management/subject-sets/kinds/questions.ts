import { kindOf, type PolicyPlace, type Related, type Standing, type SubjectSet } from '../subject-set.js';
import { kindNamed, kindsByName } from './table.js';

type Sets = readonly SubjectSet[] | null | undefined;

/** Whether a set names anybody where it stands. */
export const counts = (place: PolicyPlace, set: SubjectSet): boolean => kindNamed(set)?.places.includes(place) ?? false;

/** The sets that name somebody in a place. */
export const heeded = (place: PolicyPlace, sets: Sets): SubjectSet[] =>
  (sets ?? []).filter((set) => counts(place, set));

/** Whether one of the sets means somebody, in a place that is judged by what is known of them. */
export const isMeant = (place: PolicyPlace, sets: Sets, person: Standing, among: Related = nobody): boolean =>
  heeded(place, sets).some((set) => means(set, person, among));

const nobody: Related = { requestor: null, target: null };

function means(set: SubjectSet, person: Standing, among: Related): boolean {
  const { means: judge, ids, namedBy } = kindNamed(set) ?? {};
  if (judge) return judge(set, person, among);
  if (!ids || !namedBy) return false;
  const theirs = namedBy(person);
  return ids(set).some((id) => theirs.includes(id));
}

/**
 * Under which audiences offers are kept that take somebody by sets in a place.
 *
 * The database works out whom a policy takes when it is written (audiences_of): `isMeant`, asked from the person's side.
 */
export const audiencesIn = (place: PolicyPlace, person: Standing): string[] =>
  kindsByName.flatMap(([name, { places, namedBy }]) =>
    places.includes(place) ? (namedBy?.(person) ?? []).map((id) => `${name}/${id}`) : [],
  );

/** Whether whom the sets name follows from who asks, and for whom. */
export const dependOnTheRequest = (sets: readonly SubjectSet[]): boolean =>
  sets.some((set) => kindNamed(set)?.isRelative);

/** The groups that settings name, wherever that is, each once. */
export function groupsNamedIn(settings: object): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isSet(value)) groupsOf(value).forEach((id) => found.add(id));
    Object.values(value).forEach(look);
  };
  look(settings);
  return [...found].sort();
}

const isSet = (value: object): value is SubjectSet =>
  '@odata.type' in value && typeof value['@odata.type'] === 'string';

function groupsOf(set: SubjectSet): readonly string[] {
  const kind = kindNamed(set);
  return (kind?.isOfGroups && kind.ids?.(set)) || [];
}

/** The member of a set with the id that beta calls `id`; undefined where it names none. */
export const idMemberOf = (set: Pick<SubjectSet, '@odata.type'>): string | undefined => kindNamed(set)?.idMember;

export const kindsOf = (sets: Sets): string[] => [...new Set((sets ?? []).map(kindOf))];
