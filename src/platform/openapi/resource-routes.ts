import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ResourceRegistry } from '../odata/resource-registry.js';
import type { Resource } from '../odata/resource.js';
import { DescribedRoutes, type RouteDeclarations } from './described-routes.js';

/** Stops the start when a resource is registered that no route answers: `$metadata` would promise what is 404. */
@Injectable()
export class ResourceRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly routes: DescribedRoutes,
    private readonly registry: ResourceRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const routes = [...this.routes.byKey().values()];
    const faults = this.registry.all.flatMap((resource) => faultOf(resource, routes) ?? []);
    if (faults.length > 0) throw new Error(faults.join(' '));
  }
}

function faultOf(resource: Resource, routes: readonly RouteDeclarations[]): string | undefined {
  const answering = routes.filter(({ answer }) => answer?.resource.name === resource.name);
  const leaveOut = `or take it out of the registered resources.`;
  if (answering.length === 0) {
    return `Resource '${resource.name}' is registered, and no route answers it: give one @AnswersOne or @AnswersMany of it, ${leaveOut}`;
  }
  if (!isAddressed(resource) || answering.some((route) => isAddress(resource, route))) return undefined;
  return `Resource '${resource.name}' says that its entities are at '${resource.path}', and no route is GET ${resource.path}/:id: write it, ${leaveOut}`;
}

const isAddress = ({ path: collection }: Resource, { method, path, answer }: RouteDeclarations): boolean =>
  method === 'GET' &&
  answer?.many === false &&
  path.startsWith(`${collection}/:`) &&
  !path.includes('/', collection.length + 1);

/** What only an operation answers has a type for a path, such as `Collection(microsoft.graph.thing)`. */
const isAddressed = ({ path, isUnaddressed }: Resource): boolean => isUnaddressed !== true && !path.includes('(');
