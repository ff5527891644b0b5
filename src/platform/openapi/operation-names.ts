import { servedRoot } from '../served-root.js';
import { capitalized, words } from '../text/words.js';

/** An operation as seen from outside. */
export interface Call {
  readonly method: string;
  /** With `{id}` for keys, such as `/customers/{id}/orders`. */
  readonly path: string;
  readonly status: number;
  /** Whether it answers a page. */
  readonly many: boolean;
}

/** The entity type of the set at a path; undefined when nothing is served there. */
export type TypeOf = (path: string) => string | undefined;

const verbs: Readonly<Record<string, string>> = { POST: 'Create', PATCH: 'Update', PUT: 'Set', DELETE: 'Delete' };
const keyed = /^(\w+)\((\w+='?\{\w+\}'?(?:,\w+='?\{\w+\}'?)*)\)$/;

/** An address taken apart: what it names, through which sets it leads there, and whose it is. */
interface AddressParts {
  readonly through: readonly string[];
  readonly name: string;
  /** The key at the end, such as `id` or `by objectId`; undefined when the address ends with a name. */
  readonly key: string | undefined;
  readonly isReference: boolean;
  /** The path of the set whose entity `name` belongs to. */
  readonly ownerPath: string | undefined;
}

/** Graph's way of naming an operation, without what most of them have in common, and a sentence that says what it does. */
export function operationNames(call: Call, typeOf: TypeOf): { operationId: string; summary: string } {
  const place = partsOfAddress(call.path);
  const verb = isNamedCall(call, place) ? undefined : verbOf(call, place);
  return { operationId: idOf(call, place, verb, typeOf), summary: summaryOf(place, verb) };
}

function partsOfAddress(path: string): AddressParts {
  const shared = servedRoot.get().split('/');
  const segments = path.split('/').filter(Boolean).flatMap(apart);
  const isReference = segments.at(-1) === '$ref';
  const all = isReference ? segments.slice(0, -1) : segments;
  const last = all.at(-1) ?? '';
  const key = isKey(last) ? last.slice(1, -1) : undefined;
  const upTo = all.slice(0, key === undefined ? -1 : -2);
  const name = all[upTo.length] ?? '';
  const owner = isKey(upTo.at(-1) ?? '') ? `/${upTo.slice(0, -1).join('/')}` : undefined;
  return {
    // What the product's collections stand under is left out: names are short without it.
    through: upTo.filter((segment) => !isKey(segment) && !shared.includes(segment)),
    name,
    key,
    isReference,
    ownerPath: owner,
  };
}

/** `orders(number='{number}')` is a name and the key `{by number}`. */
function apart(segment: string): string[] {
  const [, name, args = ''] = keyed.exec(segment) ?? [];
  return name === undefined ? [segment] : [name, `{by ${args.replace(/=[^,]*/g, '').replaceAll(',', ' and ')}}`];
}

const isKey = (segment: string): boolean => segment.startsWith('{');

/** True for functions and actions, which are called by their own name. */
const isNamedCall = ({ method, status, many }: Call, { key, isReference }: AddressParts): boolean =>
  method === 'GET' ? many && key !== undefined : method === 'POST' && status !== 201 && !isReference;

function verbOf({ method, many }: Call, { isReference }: AddressParts): string {
  const verb = verbs[method] ?? (many ? 'List' : 'Get');
  return isReference ? `${verb}Ref` : verb;
}

function idOf(call: Call, place: AddressParts, verb: string | undefined, typeOf: TypeOf): string {
  if (verb === undefined) return calledId(call, place, typeOf);
  const { through, name, key, isReference } = place;
  const type = through.length === 0 ? typeOf(`/${name}`) : undefined;
  if (type) return `${name}.${type}.${verb}${capitalized(type)}`;
  const inside = isReference && key !== undefined ? [...through, name] : through;
  const by = byOf(place)?.split(' ').map(capitalized).join('') ?? '';
  return [...inside, `${verb}${capitalized(name)}${by}`].join('.');
}

/** An action's name follows the type of the entity that it acts on; a function's does not. */
function calledId({ method }: Call, { through, name, ownerPath }: AddressParts, typeOf: TypeOf): string {
  const owner = method === 'POST' && ownerPath !== undefined ? typeOf(ownerPath) : undefined;
  return [...through, ...(owner === undefined ? [] : [owner]), name].join('.');
}

/** Another key than the id, such as `by objectId`. */
const byOf = ({ key }: AddressParts): string | undefined => (key?.startsWith('by ') ? key : undefined);

const sentences: Readonly<Record<string, (place: AddressParts) => string>> = {
  List: (place) => `List ${whose(place, words(place.name))}`,
  Get: (place) =>
    place.key === undefined ? `Get ${whose(place, words(place.name))}` : `Get ${one(place.name)}${how(place)}`,
  Create: (place) => `Create ${one(place.name)}`,
  Update: (place) => `Change ${one(place.name)}`,
  Set: (place) => `Replace ${one(place.name)}`,
  Delete: (place) => `Delete ${one(place.name)}`,
  CreateRef: (place) => `Add to ${whose(place, words(place.name))}`,
  SetRef: (place) => `Set ${whose(place, words(place.name))}`,
  DeleteRef: (place) => `Remove ${place.key === undefined ? '' : 'one of '}${whose(place, words(place.name))}`,
};

function summaryOf(place: AddressParts, verb: string | undefined): string {
  const sentence = verb === undefined ? undefined : sentences[verb];
  if (sentence) return sentence(place);
  const owner = place.ownerPath?.split('/').at(-1);
  return `${capitalized(words(place.name))}${owner ? ` ${one(owner)}` : ''}`;
}

const whose = ({ ownerPath }: AddressParts, what: string): string =>
  ownerPath === undefined ? what : `the ${what} of ${one(ownerPath.split('/').at(-1) ?? '')}`;

const how = (place: AddressParts): string => (byOf(place) ? ` ${byOf(place)}` : '');

function one(set: string): string {
  const singular = words(set).replace(/ies$/, 'y').replace(/s$/, '');
  return `${/^[aeio]/.test(singular) ? 'an' : 'a'} ${singular}`;
}
