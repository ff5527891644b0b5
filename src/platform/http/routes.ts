import { Injectable } from '@nestjs/common';

/** The routes that exist, so that a wrong method on a right path can be told which methods are right. */
@Injectable()
export class Routes {
  private readonly patterns = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();

  add(path: string, methods: readonly string[]): void {
    const known = this.patterns.get(path) ?? { matches: asPattern(path), methods: new Set<string>() };
    methods.forEach((method) => known.methods.add(method));
    this.patterns.set(path, known);
  }

  /** The methods that a path answers, in alphabetical order. */
  methodsOf(path: string): string[] {
    const found = [...this.patterns.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }

  /** Every route as method and path, in order. */
  list(): string[] {
    return [...this.patterns]
      .flatMap(([path, { methods }]) => [...methods].map((method) => `${method} ${path}`))
      .sort();
  }
}

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
  return new RegExp(`^${source}/?$`, 'i');
}
