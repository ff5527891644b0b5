import { describe, expect, it } from '@jest/globals';
import { relationsOf } from './relations.js';

const needs = (include: Readonly<Record<string, unknown>>) =>
  relationsOf('assignmentRequest', include).map(({ name, many, to, tie, where, more }) => ({
    ...{ name, many, to, more },
    tie: [tie[0], tie[1].sql],
    where: [where.sql, ...where.values],
  }));

describe('The relations that fields are worked out from', () => {
  it('are read whole, or where a condition holds', () => {
    expect(
      needs({ assignment: true, approvalStages: { where: { status: 'InProgress' }, select: { id: true } } }),
    ).toEqual([
      {
        name: 'assignment',
        many: false,
        to: 'Assignment',
        more: {},
        tie: ['assignmentId', '"t1"."id"'],
        where: ['TRUE'],
      },
      {
        ...{ name: 'approvalStages', many: true, to: 'ApprovalStage', more: {} },
        tie: ['id', '"t1"."request_id"'],
        where: ['"t1"."status" = ?::text', 'InProgress'],
      },
    ]);
  });

  it('are followed by others, whichever way they are asked for', () => {
    const more = { target: { select: { person: true } } };
    expect(needs({ assignment: { select: { id: true, ...more } } })).toMatchObject([{ more }]);
    expect(needs({ assignment: { include: more } })).toMatchObject([{ more }]);
  });

  it('are read without documents, which no budget counts', () => {
    const [stages] = relationsOf('assignmentRequest', { approvalStages: { select: { id: true } } });
    expect(stages?.fields).toEqual(expect.arrayContaining(['tenantId', 'id', 'requestId']));
    expect(stages?.fields).not.toContain('settings');
  });

  it.each([
    [{ approvalStages: true }, "'approvalStages' would include 'settings', which may be large"],
    [{ approvalStages: { where: { status: 'x' } } }, "'approvalStages' would include 'settings'"],
    [{ approvalStages: { select: { id: true, settings: true } } }, "'approvalStages' would include 'settings'"],
    [{ shelf: true }, "no relation 'shelf'"],
    [{ assignment: { take: 1 } }, "'assignment' cannot be included by 'take'"],
    [{ assignment: false }, "'assignment' cannot be included by 'a value'"],
    [{ assignment: { where: { id: { like: 'x' } } } }, "No condition compares 'id' by 'like'"],
  ])('stop a read that asks for more than is understood: %j', (include, message) => {
    expect(() => needs(include)).toThrow(message);
  });
});
