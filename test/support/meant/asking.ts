import { Database } from '../../../src/platform/database/database.js';
import { betaEntitlements, entitlements, given } from '../given.js';
import { anAdministrator, aPerson, type TestServer } from '../server.js';
import { type Cast, everybody, type Name } from './cast.js';
import { type PlaceName, type Row, setOf } from './rows.js';

type Json = Record<string, unknown>;
type Policy = Awaited<ReturnType<ReturnType<typeof given>['aPolicy']>>;

const nobody = { '@odata.type': '#microsoft.graph.targetApplicationOwners' };

/** A stage that asks first whom a list names, or has them asked once it escalates. */
function stageOf(list: PlaceName, set: object, keeper: object): Json {
  const first = list.startsWith('escalation') || list === 'fallbackEscalationApprovers' ? keeper : nobody;
  const escalates = { isEscalationEnabled: true, durationBeforeEscalation: 'P1D', escalationApprovers: [nobody] };
  return { durationBeforeAutomaticDenial: 'P14D', primaryApprovers: [first], ...escalates, [list]: [set] };
}

const few: readonly Name[] = ['ann', 'direct', 'viaTwo', 'viaEleven', 'lead', 'partner'];

/** Asks a server in each of its ways who is meant. */
export function askingAbout(server: TestServer, cast: Cast) {
  const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
  const as = (name: Name) => server.as(aPerson(cast.people[name], scope));
  const keeper = { '@odata.type': '#microsoft.graph.singleUser', userId: cast.people.keeper };
  const those = async (isMeant: (name: Name) => Promise<boolean>, among: readonly Name[] = everybody) => {
    const found = await Promise.all(among.map(async (name) => ((await isMeant(name)) ? [name] : [])));
    return found.flat().sort();
  };
  const wouldBeAccepted = async (root: string, name: Name, body: object): Promise<boolean> => {
    const { status, body: answer } = await as(name).post(root, { ...body, isValidationOnly: true });
    return status === 200 && answer.decision.outcome === 'accepted';
  };
  /** Everybody where a set means somebody; where it means nobody, some of whom other sets mean. */
  const audience = (meant: readonly Name[]) => (meant.length > 0 ? everybody : few);
  const offers = new Map<Name, Promise<readonly string[]>>();
  /** What somebody may ask for: of all policies at once, as all are made before the first is asked about. */
  const offered = (name: Name): Promise<readonly string[]> => {
    const path = `${entitlements}/accessPackages/filterByCurrentUser(on='allowedRequestor')?$select=id&$top=999`;
    const read = async () =>
      ((await as(name).get(path)).body.value ?? []).map(({ id }: { id: string }) => id) as readonly string[];
    const known = offers.get(name) ?? read();
    offers.set(name, known);
    return known;
  };
  const forAnn = ({ names }: Policy) => ({ ...names, targetId: cast.people.ann });

  return {
    /** A policy that names a set in a place, in a package of its own that people from outside see. */
    async policyWith(place: PlaceName, row: Row): Promise<Policy> {
      const there = given(server);
      const [set, catalog] = [setOf(row, cast), await there.aCatalog({ isExternallyVisible: true })];
      const accessPackage = { id: (await there.aPackage({ catalog: { id: catalog.id } })).id };
      const requestorSettings = { enableTargetsToSelfAddAccess: true };
      if (place.startsWith('specific')) {
        const said = { allowedTargetScope: place, specificAllowedTargets: [set] };
        return there.aPolicy({ accessPackage, requestorSettings, ...said });
      }
      const onBehalf = { enableOnBehalfRequestorsToAddAccess: true, onBehalfRequestors: [set] };
      if (place === 'onBehalfRequestors')
        return there.aPolicy({ accessPackage, allowedTargetScope: 'allDirectoryUsers', requestorSettings: onBehalf });
      const requestApprovalSettings = { isApprovalRequiredForAdd: true, stages: [stageOf(place, set, keeper)] };
      return there.aPolicy({
        accessPackage,
        allowedTargetScope: 'allDirectoryUsers',
        requestorSettings,
        requestApprovalSettings,
      });
    },

    warningsOf: async ({ id }: Policy): Promise<string[]> =>
      (await server.as(anAdministrator).get(`${entitlements}/assignmentPolicies/${id}`)).body[
        '@openEntitlements.warnings'
      ] ?? [],

    /** What v1.0 says of a policy, and what it says after beta's words for it were sent back. */
    async throughBeta({ id, accessPackageId }: Policy): Promise<[object, object]> {
      const admin = server.as(anAdministrator);
      const path = `assignmentPolicies/${id}`;
      const read = async () => (await admin.get(`${entitlements}/${path}`)).body;
      const before = await read();
      const inBeta = `${betaEntitlements}/accessPackageAssignmentPolicies/${id}`;
      const { status, text } = await admin.put(inBeta, { ...(await admin.get(inBeta)).body, accessPackageId });
      if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
      const after = await read();
      return [before, { ...after, modifiedDateTime: before.modifiedDateTime, '@odata.etag': before['@odata.etag'] }];
    },

    mayAsk: ({ names }: Policy, meant: readonly Name[]) => {
      const body = { requestType: 'userAdd', assignment: names };
      return those((name) => wouldBeAccepted(`${entitlements}/assignmentRequests`, name, body), audience(meant));
    },

    mayAskInBeta: ({ names: { assignmentPolicyId, accessPackageId } }: Policy, meant: readonly Name[]) => {
      const body = { requestType: 'UserAdd', accessPackageAssignment: { assignmentPolicyId, accessPackageId } };
      const path = `${betaEntitlements}/accessPackageAssignmentRequests`;
      return those((name) => wouldBeAccepted(path, name, body), [...new Set([...few, ...meant])]);
    },

    isOffered: ({ accessPackageId }: Policy) => those(async (name) => (await offered(name)).includes(accessPackageId)),

    isToldWhatItTakes: ({ accessPackageId }: Policy, meant: readonly Name[]) =>
      those(async (name) => {
        const path = `${entitlements}/accessPackages/${accessPackageId}/getApplicablePolicyRequirements`;
        return (await as(name).post(path, {})).body.value?.length === 1;
      }, audience(meant)),

    mayAskForAnn: (policy: Policy, meant: readonly Name[]) => {
      const body = { requestType: 'userAdd', assignment: forAnn(policy) };
      const others = audience(meant).filter((name) => name !== 'ann');
      return those((name) => wouldBeAccepted(`${entitlements}/assignmentRequests`, name, body), others);
    },

    /** Whom a dry run for Ann says would be asked, by list. */
    async wouldDecide({ names }: Policy): Promise<Record<string, Name[]>> {
      const body = { requestType: 'userAdd', assignment: names, isValidationOnly: true };
      const asReader = { ...aPerson(cast.people.ann), roles: ['GlobalReader'] };
      const { body: answer } = await server.as(asReader).post(`${entitlements}/assignmentRequests`, body);
      const [{ primary, fallback, escalation }] = answer.decision.approvers;
      const named = (ids: string[]) => everybody.filter((name) => ids.includes(cast.people[name])).sort();
      return {
        primaryApprovers: named(primary),
        fallbackPrimaryApprovers: named(fallback),
        escalationApprovers: named(escalation),
      };
    },

    /** Ann asks; answers her request. */
    async annAsks({ names }: Policy): Promise<string> {
      const body = { requestType: 'userAdd', assignment: names };
      const { status, text, body: request } = await as('ann').post(`${entitlements}/assignmentRequests`, body);
      if (status !== 201) throw new Error(`Expected 201, got ${status}: ${text}`);
      return request.id as string;
    },

    /** Who is asked about a request now, by why they are. */
    async areAsked(requestId: string, kind: string): Promise<Name[]> {
      const found = await server.app
        .get(Database)
        .client.approvalApprover.findMany({ where: { kind, stage: { requestId } } });
      return everybody.filter((name) => found.some(({ userId }) => userId === cast.people[name])).sort();
    },

    drain: () => server.drain(),
    aDayPasses: async () => {
      await server.anonymous.post('/dev/clock/advance', { duration: 'P1D' });
      await server.drain();
    },
  };
}
