import { declaredMembers } from '../http/declared-members.js';
import { betaIds, betaMembers } from './names.js';

type Class = abstract new () => object;
type Members = Readonly<Record<string, unknown>>;

interface Known {
  readonly entityType: string;
  /** What beta has in another shape, in v1.0's; what is v1.0's already stays as it is. */
  readonly fromBeta: (sent: Members) => Members;
}

const types = new Map<unknown, Known>();

/** Says which of Graph's types a body is, so that beta's names of its members, and its shape where that is another, are understood. */
export const BodyOf =
  (entityType: string, fromBeta: Known['fromBeta'] = (sent) => sent): ClassDecorator =>
  (target) => {
    types.set(target, { entityType, fromBeta });
  };

/**
 * The same body in v1.0's names; what its class declares itself stays as it is.
 *
 * A member that is there under both names is left for the class to refuse.
 */
export function inOurNames(value: unknown, type: Class | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => inOurNames(item, type));
  if (type === undefined || typeof value !== 'object' || value === null) return value;
  const known = knownType(type);
  const declared = declaredMembers(type);
  const named = known
    ? known.fromBeta(renamed(value as Members, known.entityType, new Set(declared.keys())))
    : (value as Members);
  const members = Object.entries(named).map(([name, member]: [string, unknown]) => {
    const part = declared.get(name)?.type;
    return [name, inOurNames(member, typeof part === 'function' ? part() : undefined)] as const;
  });
  return Object.fromEntries(members);
}

function renamed(sent: Members, entityType: string, declared: ReadonlySet<string>): Members {
  const ours = new Map(Object.entries(betaMembers[entityType] ?? {}).map(([name, betas]) => [betas, name]));
  const named = Object.entries(sent).map(([name, member]) => {
    const other = declared.has(name) ? undefined : ours.get(name);
    return [other === undefined || Object.hasOwn(sent, other) ? name : other, member] as const;
  });
  const members: Members = Object.fromEntries(named);
  const ids = Object.entries(betaIds[entityType] ?? {}).filter(([name]) => !declared.has(name));
  return ids.reduce((all, [name, link]) => withLink(all, name, link), members);
}

/** An id beside a link becomes the link; one that says the same as the link is left out. */
function withLink(members: Members, idName: string, link: string): Members {
  if (!Object.hasOwn(members, idName)) return members;
  const { [idName]: id, ...others } = members;
  if (!Object.hasOwn(others, link)) return { ...others, [link]: { id } };
  return sameId(id, (others[link] as { id?: unknown } | null)?.id) ? others : members;
}

const sameId = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();

function knownType(type: Class): Known | undefined {
  for (let level: unknown = type; typeof level === 'function'; level = Object.getPrototypeOf(level)) {
    const found = types.get(level);
    if (found !== undefined) return found;
  }
  return undefined;
}
