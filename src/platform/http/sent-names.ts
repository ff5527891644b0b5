import { declaredMembers } from '../edm/declared-members.js';
import { bodyTypeOf } from '../beta/bodies.js';
import { betaNames, type Dialect } from '../beta/names.js';

type Class = abstract new () => object;
type Members = Readonly<Record<string, unknown>>;

/** A body as it came. */
export interface Sent {
  readonly body: unknown;
  /** The class that it was read as. */
  readonly type: Class;
  readonly dialect: Dialect;
}

const quoted = /'([A-Za-z]\w*(?:\.[@\w.]+|\[\d+\])*)'/g;

/** What is said of a member that nobody declares. */
export const notAMember = 'is not a member here';

/** The same refusal with every member of the body in the name under which it was sent; in the dialect's, where it was not. */
export function inNamesSent(message: string, sent: Sent): string {
  const named = message.replace(quoted, (whole, path: string) => {
    const [first = ''] = path.split(/[.[]/);
    return declaredMembers(sent.type).has(first) ? `'${nameSent(path, sent)}'` : whole;
  });
  const betas = new Set((bodyTypeOf(sent.type)?.shape?.paths ?? []).flatMap(([, ...paths]) => paths.map(lastOf)));
  return named.replace(undeclared, (whole, path: string) =>
    betas.has(lastOf(path))
      ? `'${path}' has a value that it cannot take, or says otherwise than a member beside it`
      : whole,
  );
}

/** What a dialect calls the members of a body's class, by their paths in v1.0's names, where none was sent: in answers. */
export const namesIn =
  (dialect: Dialect, type: Class) =>
  (path: string): string =>
    nameSent(path, { body: undefined, type, dialect });

const undeclared = new RegExp(`'([^']+)' ${notAMember}`, 'g');

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function nameSent(path: string, sent: Sent): string {
  const rewritten = (bodyTypeOf(sent.type)?.shape?.paths ?? []).reduce(
    (paths, [ours, ...betas]) =>
      paths.flatMap((one) => (ours.test(one) ? betas.map((to) => one.replace(ours, to)) : [one])),
    [path],
  );
  const inBeta = rewritten.map((one) => placed(one, path, sent));
  const candidates = [path, ...inBeta].map((one) => renamed(one, sent));
  // A text of beta's is an object where v1.0 has the text itself: what is deeper says more.
  const [found] = candidates
    .filter((one) => at(sent.body, stepsOf(one)) !== undefined)
    .toSorted((one, other) => stepsOf(other).length - stepsOf(one).length);
  // What is missing is called as what it is missing from was sent.
  const around = candidates.find((one) => isIn(sent.body, stepsOf(one).slice(0, -1)));
  return found ?? around ?? candidates[sent.dialect === 'beta' ? 1 : 0] ?? path;
}

const isIn = (body: unknown, steps: readonly string[]): boolean => steps.length > 0 && at(body, steps) !== undefined;

const stepsOf = (path: string): string[] => path.match(/@odata\.type|[^.[\]]+/g) ?? [];

function at(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((node, step) => {
    const name = spelledIn(node, step);
    return name === undefined ? undefined : (node as Members)[name];
  }, value);
}

/** How an object spells a member: so, or in another case of letters. */
function spelledIn(node: unknown, name: string): string | undefined {
  if (!isMembers(node)) return undefined;
  if (Object.hasOwn(node, name)) return name;
  return Object.keys(node).find((own) => own.toLowerCase() === name.toLowerCase());
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

/** Where the body has what a path of beta's leads to, as its shape says; that path, where it says nothing. */
const placed = (path: string, ours: string, { body, type }: Sent): string =>
  bodyTypeOf(type)?.shape?.placed?.(path, ours, (collection) => at(body, stepsOf(collection))) ?? path;

/** The path with each member under the name that the body has for it. */
function renamed(path: string, { body, type, dialect }: Sent): string {
  let [node, level]: [unknown, Class | undefined] = [body, type];
  const written: string[] = [];
  const steps = stepsOf(path);
  for (const [place, step] of steps.entries()) {
    const isIndex = /^\d+$/.test(step);
    const name = isIndex ? step : nameIn(level, step, { node, next: steps[place + 1], dialect });
    written.push(isIndex ? `[${step}]` : `${written.length > 0 ? '.' : ''}${name}`);
    // An id beside a link stands for the link and its id.
    if (!isIndex && isIdFor(level, step, name)) break;
    node = at(node, [name]);
    if (!isIndex) level = typeOf(level, step);
  }
  return written.join('');
}

interface Here {
  readonly node: unknown;
  readonly next: string | undefined;
  readonly dialect: Dialect;
}

function nameIn(type: Class | undefined, ours: string, { node, next, dialect }: Here): string {
  const others = type ? otherNames(type, ours) : [];
  const sent = [ours, ...others].flatMap((name) => spelledIn(node, name) ?? []).at(0);
  if (sent !== undefined || dialect === 'v1.0') return sent ?? ours;
  return (next === 'id' ? others.at(-1) : others[0]) ?? ours;
}

/** What beta calls a member, and the id beside a link; what the class itself declares has no other name. */
function otherNames(type: Class, ours: string): string[] {
  const { entityType = '' } = bodyTypeOf(type) ?? {};
  const declared = declaredMembers(type);
  return [betaNames.get().members[entityType]?.[ours], idNameOf(entityType, ours)].filter(
    (name): name is string => name !== undefined && !declared.has(name),
  );
}

const idNameOf = (entityType: string, link: string): string | undefined =>
  Object.entries(betaNames.get().ids[entityType] ?? {}).find(([, to]) => to === link)?.[0];

const isIdFor = (type: Class | undefined, link: string, name: string): boolean =>
  idNameOf((type && bodyTypeOf(type)?.entityType) ?? '', link)?.toLowerCase() === name.toLowerCase();

function typeOf(type: Class | undefined, name: string): Class | undefined {
  const member = type && declaredMembers(type).get(name)?.type;
  return typeof member === 'function' ? member() : undefined;
}
