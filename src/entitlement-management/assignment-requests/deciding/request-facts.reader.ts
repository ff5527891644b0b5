import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { limits } from '../../../platform/odata/query/limits.js';
import { conjunction, sql, type Sql } from '../../../platform/odata/sql/sql.js';
import { Clock } from '../../../platform/time/clock.js';
import { theirStanding } from '../../subject-sets/index.js';
import { lastAnswers } from './last-answers.sql.js';
import type { AnswerFacts, HeldAssignment, PackageFacts, Person, PolicyFacts, RequestFacts } from './request-facts.js';
import type { RequestAsked, WantedRequest } from '../wanted-request.js';

/** What a request names. */
export interface Named {
  readonly targetId: string;
  readonly targetEmail?: string | null;
  readonly accessPackageId: string;
  /** Left out: all policies of the package are gathered. */
  readonly assignmentPolicyId?: string | undefined;
  /** Gathers all policies of the package, also where one is named. */
  readonly isChosenAmongAll?: boolean;
}

/** What the policies of a package may weigh where all of them are looked at. */
const most = { policies: 500, bytes: limits.pageBytes };

interface Gathered {
  readonly target: Person | null;
  readonly requestor: Person | null;
  readonly accessPackage: PackageFacts | null;
  readonly policies: readonly PolicyFacts[];
  readonly held: readonly (HeldAssignment & { readonly sent: readonly WantedAnswer[] | null })[];
}

/** Gathers in one statement all that the rules of a request may look at. */
@Injectable()
export class RequestFactsReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async gather(
    { caller, wanted, requestType }: Pick<RequestAsked, 'caller' | 'wanted' | 'requestType'>,
    named: Named,
  ): Promise<RequestFacts> {
    const gathered = await this.query(named, caller.objectId);
    const assignmentPolicyId = named.assignmentPolicyId ?? null;
    const policy = gathered.policies.find(({ id }) => id === assignmentPolicyId) ?? null;
    const { targetId, accessPackageId } = named;
    return {
      ...gathered,
      held: gathered.held.map(({ sent, ...has }) => ({ ...has, answers: answersIn(sent ?? []) })),
      ...{ targetId, accessPackageId },
      targetEmail: named.targetEmail ?? null,
      assignmentPolicyId,
      assignmentId: wanted.assignmentId ?? null,
      policy,
      caller,
      requestType,
      schedule: wanted.schedule,
      justification: wanted.justification ?? null,
      answers: answersOf(wanted),
      keepsApproval: wanted.keepsApproval ?? false,
      now: this.clock.now(),
    };
  }

  /** Somebody in the ambient tenant, as decisions see them. */
  async person(id: string): Promise<Person | null> {
    const { tenantId } = this.database;
    const [row] = await this.database.query<
      [{ person: Person | null }]
    >`SELECT (${selectPerson(tenantId, id)}) AS "person"`;
    return row.person;
  }

  private async query(
    { targetId, accessPackageId, assignmentPolicyId, isChosenAmongAll }: Named,
    requestorId: string,
  ): Promise<Gathered> {
    const { tenantId } = this.database;
    const policyId = assignmentPolicyId ?? null;
    const ofPackage = policyId === null || isChosenAmongAll ? accessPackageId : null;
    const [row] = await this.database.query<[Gathered & { readonly many: number }]>`
      SELECT
        (${selectPerson(tenantId, targetId)}) AS "target",
        (${selectPerson(tenantId, requestorId)}) AS "requestor",
        (SELECT jsonb_build_object('id', p.id, 'displayName', p.display_name, 'catalogState', c.state, 'isExternallyVisible', c.is_externally_visible,
            'incompatibleIds', ARRAY(SELECT i.incompatible_with_id FROM incompatible_access_package i WHERE i.tenant_id = p.tenant_id AND i.access_package_id = p.id),
            'incompatibleGroupIds', ARRAY(SELECT g.group_id FROM incompatible_group g WHERE g.tenant_id = p.tenant_id AND g.access_package_id = p.id))
          FROM access_package p JOIN catalog c ON c.tenant_id = p.tenant_id AND c.id = p.catalog_id
          WHERE p.tenant_id = ${tenantId}::uuid AND p.id = ${accessPackageId}::uuid) AS "accessPackage",
        weighed.policies AS "policies", weighed.many AS "many",
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.assignment_id, 'accessPackageId', l.access_package_id, 'assignmentPolicyId', l.assignment_policy_id,
            'endAt', h.end_at, 'sent', CASE WHEN l.access_package_id = ${accessPackageId}::uuid THEN (SELECT jsonb_agg(last.answer) FROM (${answersOfAssignment}) AS last) END)), '[]')
          FROM live_assignment l JOIN assignment h ON h.tenant_id = l.tenant_id AND h.id = l.assignment_id WHERE l.tenant_id = ${tenantId}::uuid AND l.target_id = ${targetId}::uuid AND ${conjunction(this.database.inTime(sql`l.tenant_id`))}) AS "held"
      FROM (${selectPolicies(sql`a.tenant_id = ${tenantId}::uuid AND (a.access_package_id = ${ofPackage}::uuid OR a.id = ${policyId}::uuid)`)}) AS weighed`;
    const { many, ...gathered } = row;
    if (many > gathered.policies.length) throw tooMany(accessPackageId);
    return gathered;
  }
}

/** What was answered last for an assignment (l). */
const answersOfAssignment = lastAnswers(sql`
  SELECT * FROM assignment_request r WHERE r.tenant_id = l.tenant_id AND r.target_id = l.target_id AND r.assignment_id = l.assignment_id`);

/** Policies as far as they have room, by a running sum of their bytes: the rest is only counted, and does not travel. */
const selectPolicies = (condition: Sql): Sql => sql`
  SELECT count(*)::int4 AS many, COALESCE(jsonb_agg(jsonb_build_object('id', a.id, 'displayName', a.display_name, 'version', a.version,
    'accessPackageId', a.access_package_id, 'allowedTargetScope', a.allowed_target_scope, 'settings', a.settings) ORDER BY a.id)
    FILTER (WHERE a.place <= ${most.policies}::int4 AND a.bytes <= ${most.bytes}::int4), '[]') AS policies
  FROM (SELECT a.*, row_number() OVER (ORDER BY a.id) AS place, sum(octet_length(a.settings::text)) OVER (ORDER BY a.id) AS bytes
    FROM (SELECT * FROM assignment_policy a WHERE ${condition} ORDER BY a.id LIMIT ${most.policies + 1}::int4) AS a) AS a`;

const tooMany = (accessPackageId: string): DomainError =>
  new DomainError(
    'BadRequest',
    `The access package ${accessPackageId} has more policies than one request weighs (${most.policies}, or ${most.bytes / 2 ** 20} MB of settings): an administrator has to delete some.`,
  );

const selectPerson = (tenantId: string, id: string) => sql`
  SELECT jsonb_build_object('id', u.id, 'displayName', u.display_name, 'userType', u.user_type, 'accountEnabled', u.account_enabled,
    ${theirStanding})
  FROM directory_user u WHERE u.tenant_id = ${tenantId}::uuid AND u.id = ${id}::uuid`;

interface WantedAnswer {
  readonly value?: string | null;
  readonly answeredQuestion?: { readonly id: string } | null;
}

const answersIn = (answers: readonly WantedAnswer[]): AnswerFacts[] =>
  answers.map(({ value, answeredQuestion }) => ({ questionId: answeredQuestion?.id ?? null, value: value ?? '' }));

const answersOf = ({ answers }: WantedRequest): AnswerFacts[] => answersIn(answers);
