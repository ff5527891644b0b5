import type { Caller } from '../auth/caller.js';
import { requireForLink } from '../auth/permission-refusal.js';
import { isPermitted } from '../auth/permissions.js';
import type { Dialect } from '../beta/names.js';
import { everyRowOf } from './current-user.js';
import { inDialect } from './dialect.js';
import { type Link, type Resource, sayingType, waysOf } from './resource.js';

/** Every resource by its name: where links find what they lead to. */
export class ResourceRegistry {
  private readonly resources = new Map<string, Resource>();
  private beta: ResourceRegistry | undefined;
  private words = new Map<string, readonly string[]>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      if (this.resources.has(resource.name)) throw new Error(`Two resources are named '${resource.name}': rename one.`);
      this.resources.set(resource.name, inDialect(resource, 'v1.0'));
    }
    for (const resource of resources) {
      for (const [name, link] of Object.entries(resource.links)) this.check(resource, name, link);
    }
  }

  get all(): readonly Resource[] {
    return [...this.resources.values()];
  }

  /** The same resources as a dialect sees them. */
  in(dialect: Dialect): ResourceRegistry {
    if (dialect === 'v1.0') return this;
    this.beta ??= new ResourceRegistry(this.all.map((resource) => inDialect(resource, dialect)));
    this.beta.words = this.words;
    return this.beta;
  }

  /** The resource of that name; asking for another one is a bug. */
  named(name: string): Resource {
    const found = this.resources.get(name);
    if (!found) throw new Error(`No resource is named '${name}'.`);
    return found;
  }

  /**
   * The resource that one of a resource's links leads to, with the rows that the caller may see behind it.
   *
   * Whatever follows a link asks here, and nobody comes where they could not go by its own address.
   */
  behind({ isOpen }: Resource, [name, link]: readonly [string, Link], caller: Caller): Resource {
    const target = link.toBase ? sayingType(this.named(link.to)) : this.named(link.to);
    const concernsCaller = isOpen === true && !link.many;
    const own = concernsCaller ? target.readByConcerned : undefined;
    if (!own || !isPermitted(caller, own)) requireForLink(caller, link.readBy ?? target.readBy, name);
    return concernsCaller ? everyRowOf(target) : target;
  }

  /** Makes known which words an enumeration has in this application, with those that extensions bring. */
  knowWords(enumeration: string, words: readonly string[]): void {
    this.words.set(enumeration, words);
  }

  /** The words of an enumeration, and after them those that extensions bring. */
  wordsOf({ name, members }: { readonly name: string; readonly members: readonly string[] }): string[] {
    return [...new Set([...members, ...(this.words.get(name) ?? [])])];
  }

  private check(resource: Resource, name: string, link: Link): void {
    const at = `The link '${name}' of resource '${resource.name}'`;
    const unknown = waysOf(link).find(({ to }) => !this.resources.has(to));
    if (unknown) throw new Error(`${at} leads to '${unknown.to}', which no module registers.`);
    if (Object.hasOwn(resource.fields, name)) throw new Error(`${at} has the name of a field: rename one.`);
  }
}
