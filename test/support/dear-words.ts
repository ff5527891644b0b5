import type { DearCall } from './costs.js';
import { entitlements } from './given.js';

/** Who calls: an application, an administrator, a person who may read the directory, one without any role, or one whom no policy takes. */
export type Who = 'application' | 'administrator' | 'reader' | 'person' | 'guest';

/** A call that somebody thought of to make a server work. */
export interface Dear extends DearCall {
  readonly name: string;
  readonly who: Who;
}

export const many = <T>(count: number, of: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => of(at));
export const get = (name: string, path: string, who: Who = 'application'): Dear => ({ name, path, who });
export const post = (name: string, path: string, body: unknown, who: Who = 'application'): Dear => ({
  ...{ name, path, who },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const inside = (times: number, of: (inner: string) => string, inner: string): string =>
  times === 0 ? inner : of(inside(times - 1, of, inner));
/** Reports of managers, so many times over. */
export const reportsOf = (times: number): string =>
  inside(times, (inner) => `manager($expand=directReports($expand=${inner}))`, 'manager');
/** A condition on the reports of the managers of reports, so many times over. */
export const anyReport = (times: number): string =>
  inside(
    times,
    (inner) =>
      `mail eq 'x' or manager/directReports/any(a${inner.length}:${inner.replaceAll(/(^|[( ])(mail|manager)/g, `$1a${inner.length}/$2`)})`,
    "mail eq 'x'",
  );

export const users = '/v1.0/users';
export const packages = `${entitlements}/accessPackages`;
export const requests = `${entitlements}/assignmentRequests`;
export const assignments = `${entitlements}/assignments`;
export const policies = `${entitlements}/assignmentPolicies`;
