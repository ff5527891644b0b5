import { DomainError } from '../errors/domain-error.js';
import { betaShapeOf, kindsOf, type KnownMember, memberNamed } from './member-index.js';
import { derivedTypes } from '../edm/members.js';

type Class = abstract new () => object;
type Members = Readonly<Record<string, unknown>>;
type Faults = string[];
type HeededMember = Extract<KnownMember, { is: 'heeded' }>;
type UnheededMember = Exclude<KnownMember, HeededMember>;

const mostFaults = 5;

/**
 * A body with what its class heeds, in v1.0's names as they are declared; names are taken in any case of letters and in both dialects.
 *
 * What is passed over is gone; what is refused, unknown or said twice is told together, by its path as it was sent.
 */
export function membersIn(value: unknown, type: Class): unknown {
  const faults: Faults = [];
  const read = readValue(value, [type], '', faults);
  if (faults.length === 0) return read;
  throw new DomainError('InvalidModel', `The model is invalid: ${faults.slice(0, mostFaults).join('; ')}.`);
}

function readValue(value: unknown, types: readonly Class[], path: string, faults: Faults): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      if (item === null) faults.push(`'${path}' may not hold null`);
      return readValue(item, types, `${path}[${index}]`, faults);
    });
  }
  if (types.length === 0 || typeof value !== 'object' || value === null) return value;
  return readObject(value as Members, types, path, faults);
}

function readObject(sent: Members, types: readonly Class[], path: string, faults: Faults): Members {
  const shapes = types.flatMap((type) => betaShapeOf(type) ?? []);
  const kinds = kindsOf([...types, ...shapes.map((shape) => shape.type())], typeSaid(sent));
  const known = Object.entries(sent).map(([name, value]) => ({ name, value, member: memberNamed(kinds, name) }));
  faults.push(...saidTwice(known, path));
  const heeded = known.flatMap(({ name, value, member }) => {
    const at = pathOf(path, name);
    if (member?.is === 'heeded') return readMember(member, value, at, faults);
    const fault = faultOf(member, name, value);
    if (fault !== undefined) faults.push(`'${at.slice(0, 200)}' ${fault}`);
    return [];
  });
  const members: Members = Object.fromEntries(heeded.map(({ name, read }) => [name, read]));
  const linked = heeded.reduce((all, { name, link }) => withLink(all, name, link, faults), members);
  return faults.length > 0 ? linked : shapes.reduce((all, shape) => shape.fromBeta(all), linked);
}

const pathOf = (path: string, name: string): string => (path ? `${path}.${name}` : name);

function saidTwice(said: readonly { name: string; member: KnownMember | undefined }[], path: string): string[] {
  const spellings = new Map<string, string>();
  return said.flatMap(({ name, member }) => {
    if (member === undefined) return [];
    const other = spellings.get(member.name);
    spellings.set(member.name, name);
    return other === undefined
      ? []
      : [`'${pathOf(path, other)}' and '${pathOf(path, name)}' are one member: send it once`];
  });
}

function readMember({ name, parts, link }: HeededMember, value: unknown, at: string, faults: Faults) {
  if (name !== '@odata.type') return [{ name, link, read: readValue(value, parts, at, faults) }];
  return isTypeKnown(value) ? [{ name, link, read: withoutHash(value) }] : [];
}

function faultOf(member: UnheededMember | undefined, name: string, value: unknown): string | undefined {
  if (member === undefined) return isControl(name) ? undefined : 'is not a member here';
  return value === null ? undefined : faultOfKnown(member, value);
}

function faultOfKnown(member: UnheededMember, value: unknown): string | undefined {
  if (member.is === 'refused') return Array.isArray(value) && value.length === 0 ? undefined : member.why;
  return member.onlyIf?.holds(value) === false ? member.onlyIf.otherwise : undefined;
}

/** Annotations of what was read, which say nothing of their own; whatever else has an '@' in its name carries data. */
const control =
  /@(odata\.(type|context|id|etag|count|nextLink|deltaLink|editLink|readLink|metadataEtag|navigationLink|associationLink|media(EditLink|ReadLink|ContentType|Etag))|microsoft\.graph\.tips|openEntitlements\.\w+)$/i;
export const isControl = (name: string): boolean => control.test(name);

const typeSaid = (sent: Members): unknown =>
  Object.entries(sent).find(([name]) => name.toLowerCase() === '@odata.type')?.[1];

const withoutHash = (name: unknown): string => String(name).replace(/^#/, '');
const isTypeKnown = (name: unknown): boolean => typeof name === 'string' && derivedTypes.has(withoutHash(name));

/** An id beside a link becomes the link; one that says the same as the link is left out. */
function withLink(members: Members, idName: string, link: string | undefined, faults: Faults): Members {
  if (link === undefined) return members;
  const { [idName]: id, ...others } = members;
  if (!Object.hasOwn(others, link)) return { ...others, [link]: { id } };
  if (!sameId(id, (others[link] as { id?: unknown } | null)?.id)) faults.push(`'${idName}' and '${link}' differ`);
  return others;
}

const sameId = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();
