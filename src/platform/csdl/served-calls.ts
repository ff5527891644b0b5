import type { ResourceRegistry } from '../odata/resource-registry.js';
import type { RouteDeclarations } from '../openapi/described-routes.js';
import { type CsdlCall, qualified } from './csdl-type.js';

/** A route that answers under the path of a resource, with what follows that path. */
type Route = Pick<RouteDeclarations, 'answer' | 'method' | 'path'>;

const functionCall = /^(\w+)((?:\/\w+=:\w+)*)$/;
const actionCall = /^:id\/(\w+)$/;

/** The functions and actions that are called on what the resources serve. */
export const servedCalls = (routes: Iterable<Route>, registry: ResourceRegistry): CsdlCall[] =>
  [...routes].flatMap((route) => callOf(route, registry));

function callOf({ method, path, answer }: Route, registry: ResourceRegistry): CsdlCall[] {
  const owner = registry.all.find((resource) => path.startsWith(`${resource.path}/`));
  if (!owner) return [];
  const rest = path.slice(owner.path.length + 1);
  const answers = answer && `Collection(${qualified(answer.resource.entityType)})`;
  const type = qualified(owner.entityType);
  const [, action] = method === 'POST' ? (actionCall.exec(rest) ?? []) : [];
  if (action !== undefined) {
    return [{ kind: 'Action', name: action, boundTo: type, parameters: [], ...(answers && { answers }) }];
  }
  const [, name, args = ''] = method === 'GET' ? (functionCall.exec(rest) ?? []) : [];
  if (name === undefined || !answers) return [];
  const parameters = [...args.matchAll(/(\w+)=/g)].map(([, parameter = '']) => parameter);
  return [{ kind: 'Function', name, boundTo: `Collection(${type})`, parameters, answers }];
}
