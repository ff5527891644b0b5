import { betaSegments, type Dialect } from './names.js';

const area = /^(\/?identityGovernance\/entitlementManagement\/)(.*)$/i;

const renamed = (path: string, name: (segment: string) => string): string =>
  path.replace(area, (_, root: string, rest: string) => `${root}${rest.split('/').map(name).join('/')}`);

const routed = new Map(Object.entries(betaSegments).map(([ours, betas]) => [betas.toLowerCase(), ours]));

/** The path by which something is routed, whichever of its names was asked for on `/beta`. */
export const routedPath = (path: string): string =>
  renamed(path, (segment) => routed.get(segment.toLowerCase()) ?? segment);

const betas = new Map(Object.entries(betaSegments).map(([ours, name]) => [ours.toLowerCase(), name]));

/** A routed path, or the one of a resource, as a dialect spells it. */
export const pathIn = (dialect: Dialect, path: string): string =>
  dialect === 'beta' ? renamed(path, (segment) => betas.get(segment.toLowerCase()) ?? segment) : path;
