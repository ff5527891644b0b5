import { sql, type Sql } from '../../../platform/database/sql.js';
import { groupsWithin } from '../../../directory/index.js';
import { theirOrganizations } from '../standing.sql.js';
import type { SubjectSet } from '../subject-set.js';
import * as beta from '../subject-sets.beta.js';
import * as body from '../subject-sets.body.js';
import type { Finding, Kind } from './kind.js';

const named = (id: string | null | undefined): string[] => (id === null || id === undefined ? [] : [id]);

const onePerson = ({ isWanted }: Finding): Sql => sql`SELECT wanted.id FROM wanted WHERE ${isWanted}`;

const peopleOfGroups = ({ tenantId, isWanted, inTime }: Finding): Sql => sql`
  SELECT m.user_id FROM (${groupsWithin(tenantId, sql`ARRAY(SELECT wanted.id FROM wanted WHERE ${isWanted})`)}) AS walked
    CROSS JOIN LATERAL unnest(walked.seen) AS within (id) JOIN group_member m ON m.tenant_id = ${tenantId} AND m.group_id = within.id
  WHERE ${inTime(sql`m.tenant_id`)}`;

const peopleOfOrganizations = ({ tenantId, isWanted }: Finding): Sql => sql`
  SELECT u.id FROM wanted JOIN directory_user u ON u.tenant_id = ${tenantId} AND wanted.id IN (${theirOrganizations}) WHERE ${isWanted}`;

const ofGroups = {
  isOfGroups: true,
  people: peopleOfGroups,
  namedBy: ({ groupIds }) => groupIds ?? [],
} as const satisfies Partial<Kind>;

export const singleUser: Kind = {
  declared: body.SingleUser,
  inBeta: beta.SingleUser,
  idMember: 'userId',
  places: ['specificDirectoryUsers', 'onBehalfRequestors', 'approvers'],
  ids: ({ userId }) => named(userId),
  people: onePerson,
  namedBy: ({ id }) => [id],
};

export const groupMembers: Kind = {
  ...ofGroups,
  declared: body.GroupMembers,
  inBeta: beta.GroupMembers,
  idMember: 'groupId',
  places: ['specificDirectoryUsers', 'onBehalfRequestors', 'approvers'],
  ids: ({ groupId }) => named(groupId),
};

export const groupBasedSubjectSet: Kind = {
  ...ofGroups,
  declared: body.GroupBasedSubjectSet,
  inBeta: beta.GroupBasedSet,
  places: ['approvers'],
  ids: ({ groups }: SubjectSet) => (groups ?? []).map(({ id }) => id),
};

export const connectedOrganizationMembers: Kind = {
  declared: body.ConnectedOrganizationMembers,
  inBeta: beta.ConnectedOrganizationMembers,
  idMember: 'connectedOrganizationId',
  places: ['specificConnectedOrganizationUsers', 'approvers'],
  ids: ({ connectedOrganizationId }) => named(connectedOrganizationId),
  people: peopleOfOrganizations,
  namedBy: ({ organizationIds }) => organizationIds,
};
