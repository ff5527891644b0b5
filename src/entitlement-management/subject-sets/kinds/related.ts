import { sql, type Sql } from '../../../platform/database/sql.js';
import { managersAbove } from '../../../directory/index.js';
import { theirOrganizations } from '../standing.sql.js';
import type { Standing, SubjectSet } from '../subject-set.js';
import * as beta from '../subject-sets.beta.js';
import * as body from '../subject-sets.body.js';
import type { Finding, Kind } from './kind.js';

const levelOf = ({ managerLevel }: SubjectSet): number => managerLevel ?? 1;

const managersOf =
  (whose: 'requestorId' | 'targetId') =>
  ({ tenantId, isWanted, [whose]: userId }: Finding): Sql => sql`
  SELECT above.id FROM wanted JOIN (${managersAbove({ tenantId, userId })}) AS above USING (level) WHERE ${isWanted}`;

const isManagerOf = (one: Standing | null, set: SubjectSet, { id }: Standing): boolean =>
  one?.managerIds[levelOf(set) - 1] === id;

const sponsorsOfTarget = ({ tenantId, targetId, isWanted }: Finding): Sql => sql`
  SELECT s.sponsor_id FROM wanted JOIN user_sponsor s ON s.tenant_id = ${tenantId} AND s.user_id = ${targetId} WHERE ${isWanted}`;

/** Those of the organizations that the target comes from, by the kind of sponsors that a set's type begins with. */
const sponsorsOfOrganizations = ({ tenantId, targetId, isWanted }: Finding): Sql => sql`
  SELECT s.user_id FROM wanted JOIN directory_user u ON u.tenant_id = ${tenantId} AND u.id = ${targetId}
    JOIN connected_organization_sponsor s ON s.tenant_id = u.tenant_id AND s.kind || 'Sponsors' = wanted.type
      AND s.organization_id IN (${theirOrganizations})
  WHERE ${isWanted}`;

export const requestorManager: Kind = {
  declared: body.RequestorManager,
  inBeta: beta.RequestorManager,
  places: ['approvers'],
  isRelative: true,
  level: levelOf,
  people: managersOf('requestorId'),
  means: (set, person, { requestor }) => isManagerOf(requestor, set, person),
};

export const targetManager: Kind = {
  declared: body.TargetManager,
  inBeta: beta.TargetManager,
  places: ['onBehalfRequestors', 'approvers'],
  isRelative: true,
  level: levelOf,
  people: managersOf('targetId'),
  means: (set, person, { target }) => isManagerOf(target, set, person),
};

const sponsors = { declared: body.RelatedSubjects, places: ['approvers'], isRelative: true } as const satisfies Kind;

export const internalSponsors: Kind = { ...sponsors, people: sponsorsOfOrganizations };
export const externalSponsors: Kind = { ...sponsors, people: sponsorsOfOrganizations };
export const targetUserSponsors: Kind = { ...sponsors, people: sponsorsOfTarget };
