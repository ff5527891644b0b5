import type { ResourceRegistry } from '../odata/resource-registry.js';
import type { RouteDeclarations } from '../openapi/described-routes.js';
import { type CsdlCall, qualified } from './csdl-type.js';

/** A route that answers under the path of a resource, with what follows that path. */
type Route = Pick<RouteDeclarations, 'answer' | 'method' | 'path'>;

const functionCall = /^(\w+)((?:\/\w+=:\w+)*)$/g;
const actionCall = /^:id\/(\w+)$/;

/** The functions and actions that are called on what the resources serve. */
export const servedCalls = (routes: Iterable<Route>, registry: ResourceRegistry): CsdlCall[] =>
  [...routes].flatMap((route) => callOf(route, registry));

function callOf({ method, path, answer }: Route, registry: ResourceRegistry): CsdlCall[] {
  const owner = registry.all.find((resource) => path.startsWith(`${resource.path}/`));
  if (!owner) return [];
  const rest = path.slice(owner.path.length + 1);
  const type = qualified(owner.entityType);
  const answers = answer && { answers: `Collection(${qualified(answer.resource.entityType)})` };
  if (method === 'POST') {
    // What a link leads to is made there, too.
    const called = actionOf(rest).filter((name) => !Object.hasOwn(owner.links, name));
    return called.map((name) => ({ ...action, name, boundTo: type, ...answers }));
  }
  if (method !== 'GET' || !answers) return [];
  return functionOf(rest).map((called) => ({ ...called, boundTo: `Collection(${type})`, ...answers }));
}

const action = { kind: 'Action', parameters: [] } as const;

const actionOf = (rest: string): string[] => actionCall.exec(rest)?.slice(1) ?? [];

const functionOf = (rest: string): Pick<CsdlCall, 'kind' | 'name' | 'parameters'>[] =>
  [...rest.matchAll(functionCall)].map(([, name = '', args = '']) => {
    const parameters = [...args.matchAll(/(\w+)=/g)].map(([, parameter = '']) => parameter);
    return { kind: 'Function', name, parameters };
  });
