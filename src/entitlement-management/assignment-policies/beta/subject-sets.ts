import { DomainError } from '../../../platform/errors/domain-error.js';
import { idMemberOf, type SubjectSet } from '../../subject-sets/index.js';
import { isMembers, type Members } from './translated.js';

/** Under which name v1.0's set has the id that beta's call `id`. */
const idNameOf = (set: Members): string | undefined => idMemberOf({ '@odata.type': String(set['@odata.type']) });

const flags: readonly unknown[] = [true, false, 'true', 'false'];

/** Beta's userSet as v1.0's subjectSet; one of v1.0's stays as it is. */
export function setFromBeta(item: unknown): unknown {
  if (!isMembers(item)) return item;
  const { isBackup: flag = null, id, ...rest } = item;
  // What says neither yes nor no stays for its class to refuse.
  const others = flag === null || flags.includes(flag) ? rest : { ...rest, isBackup: flag };
  const name = idNameOf(item);
  if (id === undefined || name === undefined) return id === undefined ? others : { ...others, id };
  return { [name]: id, ...others };
}

/** Beta's sets where nobody can stand in for another. */
export function onlySetsFromBeta(items: unknown, at: string): unknown {
  if (!Array.isArray(items)) return items;
  const index = items.findIndex((item) => isMembers(item) && isBackup(item));
  if (index < 0) return items.map(setFromBeta);
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: '${at}[${index}].isBackup' can be true for approvers and reviewers only.`,
  );
}

const isBackup = (set: Members): boolean => set['isBackup'] === true || set['isBackup'] === 'true';

/** Beta has those who stand in among the others, marked; v1.0 has a collection for each. */
export function setsFromBeta(items: unknown, main: string, backup: string): Members {
  if (!Array.isArray(items)) return { [main]: items };
  const isOne = (item: unknown): boolean => isMembers(item) && isBackup(item);
  const backups = items.filter(isOne).map(setFromBeta);
  return {
    [main]: items.filter((item) => !isOne(item)).map(setFromBeta),
    ...(backups.length === 0 ? {} : { [backup]: backups }),
  };
}

export const setToBeta =
  (isBackup: boolean) =>
  (set: SubjectSet): Members => {
    const name = idNameOf({ ...set });
    if (name === undefined) return { ...set, isBackup };
    const { [name]: id, ...others } = { ...set } as Members;
    return { ...others, isBackup, id };
  };

export const setsToBeta = (main?: readonly SubjectSet[] | null, backup?: readonly SubjectSet[] | null): Members[] => [
  ...(main ?? []).map(setToBeta(false)),
  ...(backup ?? []).map(setToBeta(true)),
];
