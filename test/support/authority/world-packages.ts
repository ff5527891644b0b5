import { approvalBy, asking, members, user } from '../approvals.js';
import { directOnly, entitlements, given, selfService } from '../given.js';
import { anAdministrator, type TestServer } from '../server.js';
import { givenBy, heldBy } from './world-resources.js';
import { done, named, type Thing, type World } from './world.js';

type Json = Record<string, unknown>;

/** Packages by their policies, and the catalog in which they are. */
const packages: Readonly<Record<string, readonly string[]>> = {
  quiet: ['quiet'],
  open: ['open'],
  hidden: ['hidden'],
  later: ['later'],
  several: ['everyone', 'club', 'partner'],
  draft: ['draft'],
  bare: [],
  beside: ['beside'],
  awaited: ['awaited'],
};
const catalogs: Readonly<Record<string, string>> = { draft: 'drafts', beside: 'beside', awaited: 'beside' };
const catalogOf = (accessPackage: string): string => catalogs[accessPackage] ?? 'main';

/** Catalogs, their packages and the policies of these. */
export async function addPackages(server: TestServer, world: World): Promise<void> {
  const there = given(server);
  const inCatalog = (catalog: string) => Object.keys(packages).filter((key) => catalogOf(key) === catalog);
  for (const [key, state] of Object.entries({
    main: 'published',
    drafts: 'unpublished',
    empty: 'published',
    beside: 'published',
  })) {
    const entity = await there.aCatalog({ displayName: named(key), state });
    const customWorkflowExtensions = ['main', 'beside'].filter((one) => one === key);
    world.put('catalogs', key, entity, {
      links: { accessPackages: inCatalog(key), customWorkflowExtensions, ...heldBy(key) },
    });
  }
  for (const [key, policies] of Object.entries(packages)) {
    const catalog = catalogOf(key);
    const body = {
      displayName: named(key),
      isHidden: key === 'hidden',
      catalog: { id: world.id('catalogs', catalog) },
    };
    const entity = await there.aPackage(body);
    const links = { catalog: [catalog], assignmentPolicies: policies, ...incompatible[key], ...givenBy(key) };
    world.put('accessPackages', key, entity, { links });
    for (const policy of policies) {
      const settings = policySettings(world)[policy];
      const made = await there.aPolicy({ displayName: named(policy), accessPackage: { id: entity.id }, ...settings });
      world.put('assignmentPolicies', policy, made, { links: { accessPackage: [key] } });
    }
  }
  const path = `${entitlements}/accessPackages/${world.id('accessPackages', 'several')}`;
  const as = server.as(anAdministrator);
  const reference = (kind: string, key: string) => ({
    '@odata.id': `https://any.example/v1.0/${kind}/${world.id(kind, key)}`,
  });
  await done(as.post(`${path}/incompatibleAccessPackages/$ref`, reference('accessPackages', 'bare')));
  await done(as.post(`${path}/incompatibleGroups/$ref`, reference('groups', 'club')));
  const bare = `${entitlements}/accessPackages/${world.id('accessPackages', 'bare')}`;
  await done(as.post(`${bare}/incompatibleAccessPackages/$ref`, reference('accessPackages', 'beside')));
}

const incompatible: Readonly<Record<string, Thing['links']>> = {
  // Declared once the target holds both.
  hidden: { incompatibleAccessPackages: ['open'] },
  open: { accessPackagesIncompatibleWith: ['hidden'] },
  several: { incompatibleAccessPackages: ['bare'], incompatibleGroups: ['club'] },
  bare: { accessPackagesIncompatibleWith: ['several'], incompatibleAccessPackages: ['beside'] },
  beside: { accessPackagesIncompatibleWith: ['bare'] },
};

function policySettings(world: World): Record<string, Json> {
  const id = (kind: string, key: string) => world.id(kind, key);
  const requestorSettings = {
    ...(selfService['requestorSettings'] as Json),
    enableOnBehalfRequestorsToAddAccess: true,
    onBehalfRequestors: [user(id('users', 'onBehalf'))],
  };
  const approvers = asking(user(id('users', 'approver')), user(id('users', 'quiet')));
  const secret = { ...approvers, approverInformationVisibility: 'notVisible' };
  const visible = asking(user(id('users', 'approver')));
  const organization = {
    '@odata.type': '#microsoft.graph.connectedOrganizationMembers',
    connectedOrganizationId: id('connectedOrganizations', 'partner'),
  };
  return {
    quiet: { ...selfService, requestorSettings, requestApprovalSettings: approvalBy(secret) },
    open: { ...selfService, requestApprovalSettings: approvalBy(visible) },
    hidden: selfService,
    later: selfService,
    everyone: { ...selfService, allowedTargetScope: 'allMemberUsers' },
    club: {
      ...{ ...selfService, allowedTargetScope: 'specificDirectoryUsers' },
      specificAllowedTargets: [members(id('groups', 'club'))],
    },
    partner: {
      ...{ ...selfService, allowedTargetScope: 'specificConnectedOrganizationUsers' },
      specificAllowedTargets: [organization],
    },
    draft: selfService,
    beside: directOnly,
    awaited: {
      ...{ ...selfService, allowedTargetScope: 'specificDirectoryUsers' },
      specificAllowedTargets: [user(id('users', 'neighbour'))],
      requestApprovalSettings: approvalBy(asking(user(id('users', 'quiet')))),
    },
  };
}
