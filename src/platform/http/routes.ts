import { Injectable } from '@nestjs/common';

/** The routes that exist, so that a wrong method on a right path can be told which methods are right. */
@Injectable()
export class Routes {
  private readonly patterns = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();
  private documented: readonly Documented[] = [];

  add(path: string, methods: readonly string[]): void {
    const known = this.patterns.get(path) ?? { matches: asPattern(path), methods: new Set<string>() };
    methods.forEach((method) => known.methods.add(method));
    this.patterns.set(path, known);
  }

  /** Makes known which operations are documented elsewhere, as `{}` and functions are written there: see `notServed`. */
  document(operations: ReadonlyMap<string, readonly string[]>): void {
    this.documented = [...operations].map(([path, methods]) => ({ path, methods, matches: asPattern(asRouted(path)) }));
  }

  /** The documented operation that a call asks for, where that has no route here; undefined for what nobody documents. */
  notServed(method: string, path: string): string | undefined {
    if (this.methodsOf(path).includes(method)) return undefined;
    const found = this.documented.find(({ methods, matches }) => methods.includes(method) && matches.test(path));
    return found && `${method} ${found.path.replaceAll('{}', '{id}')}`;
  }

  /** The methods that a path answers, in alphabetical order. */
  methodsOf(path: string): string[] {
    const found = [...this.patterns.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }

  /** The arguments that a call leaves out of the function it names; none when it is no call of a function that is there. */
  missingArguments(path: string): string[] {
    const call = callIn(path);
    const functions = call.names.length > 0 ? [...this.patterns.keys()].map(callIn) : [];
    const meant = functions.find(
      ({ head, names }) => asPattern(head).test(call.head) && call.names.every((name) => isAmong(names, name)),
    );
    return meant?.names.filter((name) => !isAmong(call.names, name)) ?? [];
  }

  /** Every route as method and path, in order. */
  list(): string[] {
    return [...this.patterns]
      .flatMap(([path, { methods }]) => [...methods].map((method) => `${method} ${path}`))
      .sort();
  }
}

interface Documented {
  readonly path: string;
  readonly methods: readonly string[];
  readonly matches: RegExp;
}

/** A documented path as it is routed: `f(b='{}',a='{}')` is `f/a=:key/b=:key`. */
const asRouted = (path: string): string =>
  path
    .replace(/\(([^)]*)\)/g, (_, args: string) => ['', ...args.split(',').filter(Boolean).sort()].join('/'))
    .replace(/'?\{\}'?/g, ':key');

/** The path of a function, and the names of the arguments that stand behind it in segments of their own. */
function callIn(path: string): { readonly head: string; readonly names: readonly string[] } {
  const [head = '', args = ''] = path.split(/\/(?=\w+=)(.*)/s);
  return { head, names: args.split('/').flatMap((argument) => /^(\w+)=/.exec(argument)?.[1] ?? []) };
}

const isAmong = (names: readonly string[], asked: string): boolean =>
  names.some((name) => name.toLowerCase() === asked.toLowerCase());

function asPattern(path: string): RegExp {
  const source = path
    .split('/')
    .map((segment) =>
      segment
        .split(/(:\w+)/)
        .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
        .join(''),
    )
    .join('/');
  // The root has no other spelling: '//' is an address that is none.
  return path === '/' ? /^\/$/ : new RegExp(`^${source}/?$`, 'i');
}
