import type { DirectoryUser, Subject } from '../../platform/database/generated/client.js';
import { type Catalogs, visibleIn } from '../../graph/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import {
  caseless,
  beside,
  computed,
  enumeration,
  guid,
  nullable,
  resource,
  text,
  type Field,
  type Kind,
} from '../../platform/odata/resource.js';
import { ids } from '../../platform/odata/sql/parameter.js';
import type { Only, Source } from '../../platform/odata/sql/source.js';
import { sql } from '../../platform/odata/sql/sql.js';
import { rowByRow } from '../../platform/odata/sql/where.js';
import { requestsOf } from '../catalogs/index.js';
import { organizationsOf } from '../connected-organizations/index.js';

const lifecycle: Kind = {
  edm: 'enum',
  name: 'accessPackageSubjectLifecycle',
  members: ['notDefined', 'notGoverned', 'governed'],
};
const subjectTypes = ['notSpecified', 'user', 'servicePrincipal'] as const;
const subjectType: Kind = { edm: 'enum', name: 'accessPackageSubjectType', members: subjectTypes };
const path = 'identityGovernance/entitlementManagement/subjects';

/** What beta says of subjects beside v1.0's members; nothing is known of some of it. */
const betaFields = <Row>(mail: string, principalName: string): Readonly<Record<string, Field<Row>>> => ({
  altSecId: computed({ edm: 'Edm.String' }, () => null),
  cleanupScheduledDateTime: computed({ edm: 'Edm.DateTimeOffset' }, () => null),
  connectedOrganizationId: beside(
    { edm: 'Edm.Guid' },
    { name: '$connectedOrganizationId', of: organizationBehind(mail, principalName) },
  ),
});

/** The organization that policies count somebody to; the first of several. */
const organizationBehind = (mail: string, principalName: string) => (person: Source) => {
  const address = sql`COALESCE(${person.column(mail)}, ${person.column(principalName)})`;
  return sql`(SELECT id FROM (${organizationsOf({ tenantId: person.column('tenantId'), address })}) AS theirs ORDER BY id LIMIT 1)`;
};

/** What is of a package in some catalogs, also of one that was deleted: which these are is looked up once for all rows. */
const ofPackagesIn =
  ({ tenantId }: Caller, { in: catalogIds }: Catalogs): Only =>
  (row) => {
    const idsIn = (model: 'accessPackage' | 'deletedAccessPackage') => {
      const its = row.beside(model);
      return sql`SELECT ${its.column('id')} FROM ${its.from}
        WHERE ${its.column('tenantId')} = ${tenantId}::uuid AND ${its.column('catalogId')} = ANY(${ids(catalogIds)})`;
    };
    return sql`${row.column('accessPackageId')} = ANY(ARRAY(${idsIn('accessPackage')} UNION ALL ${idsIn('deletedAccessPackage')}))`;
  };

/** Who has or had access (Graph's accessPackageSubject). */
export const subjects = resource<'subject', Subject>({
  name: 'subjects',
  path,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageSubject',
  example: { displayName: 'Ada Lovelace', subjectType: 'user' },
  model: 'subject',
  unshown: ['createdAt'],
  fields: {
    id: guid('id'),
    objectId: nullable(guid('objectId')),
    displayName: nullable(caseless(text('displayName'))),
    email: nullable(caseless(text('email'))),
    principalName: nullable(caseless(text('principalName'))),
    subjectType: enumeration('accessPackageSubjectType', subjectTypes)('subjectType'),
    onPremisesSecurityIdentifier: computed({ edm: 'Edm.String' }, () => null),
    subjectLifecycle: computed(lifecycle, () => 'notDefined'),
  },
  inBeta: { fields: betaFields('email', 'principalName') },
  links: {},
  visibleTo: (caller) =>
    visibleIn<'subject'>(caller, 'assignments.manage', {
      own: { objectId: caller.objectId },
      inCatalogs: (those) => rowByRow('assignments', ofPackagesIn(caller, those)),
    }),
});

type Requestor = DirectoryUser & { subject?: Subject | null };

/** Who asked: the subject where there is one, else the directory speaks for the person. */
export const requestors = resource<'directoryUser', Requestor>({
  name: 'requestors',
  path,
  isUnaddressed: true,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageSubject',
  example: { displayName: 'Ada Lovelace', subjectType: 'user' },
  model: 'directoryUser',
  include: { subject: true },
  fields: {
    id: computed({ edm: 'Edm.Guid' }, ({ subject, id }) => subject?.id ?? id),
    objectId: guid('id'),
    displayName: caseless(text('displayName')),
    email: nullable(caseless(text('mail'))),
    principalName: caseless(text('userPrincipalName')),
    subjectType: computed(subjectType, () => 'user'),
    onPremisesSecurityIdentifier: computed({ edm: 'Edm.String' }, () => null),
    subjectLifecycle: computed(lifecycle, () => 'notDefined'),
  },
  inBeta: { fields: betaFields('mail', 'userPrincipalName') },
  links: {},
  visibleTo: (caller) =>
    visibleIn<'directoryUser'>(caller, 'assignments.manage', {
      own: { OR: [{ id: caller.objectId }, { requests: requestsOf(caller) }] },
      inCatalogs: (those) => rowByRow('requests', ofPackagesIn(caller, those)),
    }),
});
