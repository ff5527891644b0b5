import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policyToBeta } from '../../src/entitlement-management/assignment-policies/beta/policy.js';
import { policyValuesFrom } from '../../src/entitlement-management/assignment-policies/index.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { widestPolicy } from '../support/full-width.js';
import { betaEntitlements, entitlements, given } from '../support/given.js';
import { namesOfTheOther, type Strangers, wordsIn } from '../support/policy-names.js';
import { anAdministrator, type Answered, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

let server: TestServer;
let strangers: Strangers;
beforeAll(async () => {
  server = await startServer();
  strangers = await namesOfTheOther();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);
const collections: Readonly<Record<Dialect, string>> = {
  'v1.0': `${entitlements}/assignmentPolicies`,
  beta: `${betaEntitlements}/accessPackageAssignmentPolicies`,
};
const dialects: readonly Dialect[] = ['v1.0', 'beta'];

/** A policy that much is said against, in the shape of a version. */
function aDoubtfulOne(dialect: Dialect, accessPackageId: string): Json {
  const displayName = randomUUID();
  const { requestorSettings, ...rest } = widestPolicy as Json;
  const off = { ...(requestorSettings as Json), enableTargetsToSelfAddAccess: false };
  const body = {
    ...{ displayName, accessPackage: { id: accessPackageId }, ...rest },
    requestorSettings: { ...off, enableOnBehalfRequestorsToAddAccess: false },
    automaticRequestSettings: null,
  };
  if (dialect === 'v1.0') return body;
  // Its questions have no ids yet, and a review of beta lasts whole days.
  const { questions: _, ...shape } = JSON.parse(JSON.stringify(policyToBeta(policyValuesFrom(body)))) as Json;
  const accessReviewSettings = { ...(shape['accessReviewSettings'] as Json), durationInDays: 5 };
  return { displayName, accessPackageId, ...shape, accessReviewSettings };
}

const warningsIn = ({ status, body, text }: Answered): string[] => {
  if (status >= 300) throw new Error(text);
  return body['@openEntitlements.warnings'] as string[];
};

describe.each(dialects)('warnings about a policy under /%s', (dialect) => {
  const collection = collections[dialect];
  const expected =
    dialect === 'beta'
      ? ['scope SpecificDirectorySubjects', 'its requestorSettings.allowedRequestors name', 'accessReviewSettings']
      : ['scope specificDirectoryUsers', 'its specificAllowedTargets name', 'reviewSettings'];

  it('say its names in the answers to GET, POST, PUT and PATCH, the same in each', async () => {
    const body = aDoubtfulOne(dialect, (await given(server).aPackage()).id);
    const made = await admin().post(collection, body);
    const warnings = warningsIn(made);
    const path = `${collection}/${made.body.id}`;
    expect(warningsIn(await admin().get(path))).toEqual(warnings);
    expect(warningsIn(await admin().put(path, { ...body, description: 'Put' }))).toEqual(warnings);
    expect(warningsIn(await admin().patch(path, { description: 'Patched' }))).toEqual(warnings);
    for (const phrase of expected) expect(warnings).toContainEqual(expect.stringContaining(phrase));
    const stray = warnings.flatMap(wordsIn).filter((word) => strangers[dialect].has(word));
    expect([warnings.length > 4, stray]).toEqual([true, []]);
  });

  it('say them also of a policy that the other version wrote', async () => {
    const other = dialects.find((one) => one !== dialect) ?? dialect;
    const made = await admin().post(collections[other], aDoubtfulOne(other, (await given(server).aPackage()).id));
    const [told, there] = [
      warningsIn(await admin().get(`${collection}/${made.body.id}`)),
      warningsIn(await admin().get(`${collections[other]}/${made.body.id}`)),
    ];
    expect(told).toHaveLength(there.length);
    expect(told.flatMap(wordsIn).filter((word) => strangers[dialect].has(word))).toEqual([]);
    expect(told).not.toEqual(there);
  });
});
