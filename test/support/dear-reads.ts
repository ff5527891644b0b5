import { pathIn } from '../../src/platform/beta/paths.js';
import type { Resource } from '../../src/platform/odata/resource.js';
import type { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { crowd, crowdSize } from './crowd.js';
import {
  anyReport,
  assignments,
  type Dear,
  get,
  inside,
  many,
  packages,
  policies,
  reportsOf,
  requests,
  users,
} from './dear-words.js';

const dialects = ['v1.0', 'beta'] as const;

/** How deep links are followed, and from how many rows. */
const depths = {
  'v1.0': [
    [3, 999],
    [6, 100],
  ],
  beta: [[2, 999]],
} as const;

/** Every link of every resource, followed so deep, each time by the link that leads to most. */
export function expansions(registry: ResourceRegistry): Dear[] {
  return dialects.flatMap((dialect) =>
    registry.in(dialect).all.flatMap((resource) =>
      Object.keys(resource.links).flatMap((link) =>
        depths[dialect].map(([depth, top]) => {
          const path = `/${dialect}/${pathIn(dialect, resource.path)}?$top=${top}`;
          const expand = nested(registry.in(dialect), resource, link, depth);
          return get(`${resource.name} by ${link}, ${depth} deep, in ${dialect}`, `${path}&$expand=${expand}`);
        }),
      ),
    ),
  );
}

function nested(registry: ResourceRegistry, resource: Resource, link: string, depth: number): string {
  const target = registry.named(resource.links[link]?.to ?? '');
  const links = Object.entries(target.links).sort(([, one], [, other]) => Number(other.many) - Number(one.many));
  const [next] = links[depth % 2] ?? links[0] ?? [];
  return depth <= 1 || next === undefined ? link : `${link}($expand=${nested(registry, target, next, depth - 1)})`;
}

/** Reads of lists that say much with few words. */
export const reads: readonly Dear[] = [
  ...many(4, (times) =>
    get(`reports of managers, ${times + 1} times over`, `${users}?$top=100&$expand=${reportsOf(times + 1)}`, 'reader'),
  ),
  get('levels of reports', `${users}?$top=999&$expand=directReports($levels=5)`, 'reader'),
  get('levels of managers', `${users}?$top=999&$expand=manager($levels=max)`, 'reader'),
  get('packages of the catalogs of packages', `${packages}?$top=999&$expand=catalog($expand=accessPackages)`),
  get(
    'the same in beta',
    `${packages.replace('v1.0', 'beta')}?$top=999&$expand=accessPackageCatalog($expand=accessPackages)`,
  ),
  get('policies of the packages of policies', `${policies}?$top=999&$expand=accessPackage($expand=assignmentPolicies)`),
  get(
    'packages with all that they lead to',
    `${packages}?$top=999&$expand=catalog,assignmentPolicies,incompatibleAccessPackages,accessPackagesIncompatibleWith,incompatibleGroups`,
  ),
  get(
    'one package with hundreds of policies',
    `${packages}/${crowd.accessPackage(0)}?$expand=assignmentPolicies($top=999),incompatibleAccessPackages($expand=assignmentPolicies($top=999);$top=999)`,
  ),
  get(
    'assignments that all name one policy, as large as can be',
    `${assignments}?$top=999&$filter=assignmentPolicy/id eq '${crowd.policy(crowdSize)}'&$expand=assignmentPolicy`,
  ),
  get('fat policies', `${policies}?$top=999`),
  get('a group with everybody', `/v1.0/groups/${crowd.group(0)}/members?$top=999&$count=true`),
  get('groups with their members', '/v1.0/groups?$top=999&$expand=members($expand=manager)'),
  get(
    'requests with all that they lead to',
    `${requests}?$top=999&$expand=requestor,accessPackage($expand=catalog,assignmentPolicies),assignment($expand=target,assignmentPolicy)`,
  ),
  get(
    'requests in beta with their histories',
    `${requests.replace('v1.0', 'beta').replace('assignmentRequests', 'accessPackageAssignmentRequests')}?$top=999`,
  ),
  get(
    'assignments ordered over links',
    `${assignments}?$top=999&$orderby=accessPackage/catalog/displayName desc,target/displayName,assignmentPolicy/displayName&$count=true`,
  ),
  get(
    'people ordered by their managers’ managers',
    `${users}?$top=999&$orderby=manager/manager/manager/displayName desc&$count=true`,
    'reader',
  ),
  get('assignments skipped to the end', `${assignments}?$top=999&$skip=10000&$orderby=target/email desc`),
  get('far too much skipped', `${assignments}?$skip=${2 ** 31}`),
  get('everything counted', `${users}/$count?$filter=contains(displayName,'9') or contains(mail,'7')`, 'reader'),
  get('everything counted, eventually', `${users}?$top=1&$count=true&$filter=endswith(mail,'x')`, 'reader'),
  get(
    'a search for what is everywhere',
    `${users}?$search="displayName:p" OR "mail:e" OR "displayName:r"&$top=999&$count=true`,
    'reader',
  ),
  get('a search for what is nowhere', `${packages}?$search="zzzz" OR "yyyy" OR "xxxx"&$count=true`),
];

/** Conditions that make the database look at much. */
export const filters: readonly Dear[] = [
  ...many(4, (times) =>
    get(`any report of any manager, ${times + 1} times over`, `${users}?$filter=${anyReport(times + 1)}`, 'reader'),
  ),
  get(
    'all of all',
    `${users}?$filter=directReports/all(a:a/directReports/all(b:b/directReports/all(c:c/mail ne 'x')))&$count=true`,
    'reader',
  ),
  get(
    'sponsors of sponsors',
    `${users}?$filter=sponsors/any(a:a/sponsors/any(b:b/sponsors/any(c:c/mail eq 'x')))`,
    'reader',
  ),
  get(
    'packages like their neighbours',
    `${packages}?$filter=catalog/accessPackages/any(a:a/catalog/accessPackages/any(b:b/displayName eq 'x'))`,
  ),
  get(
    'incompatible with incompatible',
    `${packages}?$filter=incompatibleAccessPackages/any(a:a/accessPackagesIncompatibleWith/any(b:b/incompatibleAccessPackages/any(c:c/displayName eq 'x')))`,
  ),
  get(
    'counts of counts',
    `${packages}?$filter=catalog/accessPackages/$count gt 5 and assignmentPolicies/$count gt 99999 and incompatibleAccessPackages/$count gt 7`,
  ),
  get(
    'questions inside policies',
    `${policies}?$filter=questions/any(q:contains(q/text,'zz') or q/choices/any(c:c/actualValue eq 'x'))&$count=true`,
  ),
  get('a long list of words', `${users}?$filter=displayName in (${many(180, (n) => `'p${n}'`).join(',')})`, 'reader'),
  get(
    'a list of words that is too long',
    `${users}?$filter=displayName in (${many(900, (n) => `'p${n}'`).join(',')})`,
    'reader',
  ),
  get('many conditions', `${users}?$filter=${many(45, (n) => `contains(mail,'${n}x')`).join(' or ')}`, 'reader'),
  get('too many conditions', `${users}?$filter=${many(400, (n) => `mail eq '${n}'`).join(' or ')}`, 'reader'),
  get('brackets in brackets', `${users}?$filter=${'('.repeat(900)}mail eq 'x'${')'.repeat(900)}`, 'reader'),
  get(
    'functions of functions',
    `${users}?$filter=${inside(40, (inner) => `tolower(${inner})`, 'mail')} eq 'x'`,
    'reader',
  ),
  get(
    'text that is put together',
    `${users}?$filter=${inside(9, (inner) => `concat(${inner},${inner.length < 200 ? inner : 'mail'})`, 'mail')} eq 'x'`,
    'reader',
  ),
];
