import { randomUUID } from 'node:crypto';
import { type Api, entitlements } from './api.js';

/** A target and the package and policy that it may get. */
export interface Grant {
  readonly targetId: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
}

const everybodyMayAsk = {
  allowedTargetScope: 'allDirectoryUsers',
  requestorSettings: {
    enableTargetsToSelfAddAccess: true,
    enableTargetsToSelfUpdateAccess: true,
    enableTargetsToSelfRemoveAccess: true,
    allowCustomAssignmentSchedule: true,
  },
};

/** Makes so many people and packages, each with one policy, and answers every pair of them once, people in turn. */
export async function makeGrants(
  api: Api,
  count: { readonly people: number; readonly packages: number },
): Promise<Grant[]> {
  const catalog = { id: await api.make(`${entitlements}/catalogs`, { displayName: randomUUID(), state: 'published' }) };
  const people = await several(count.people, () =>
    api.make('/v1.0/users', { displayName: 'Somebody', userPrincipalName: `${randomUUID()}@contoso.example` }),
  );
  const packages = await several(count.packages, async () => {
    const accessPackageId = await api.make(`${entitlements}/accessPackages`, { displayName: randomUUID(), catalog });
    const policy = { displayName: randomUUID(), accessPackage: { id: accessPackageId }, ...everybodyMayAsk };
    return { accessPackageId, assignmentPolicyId: await api.make(`${entitlements}/assignmentPolicies`, policy) };
  });
  return packages.flatMap((offered) => people.map((targetId) => ({ targetId, ...offered })));
}

async function several<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(8, count - made.length) }, make))));
  }
  return made;
}
