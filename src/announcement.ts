import { resolve } from 'node:path';
import { demoIds } from './demo-data/index.js';
import type { Config } from './platform/config/config.js';
import { personas } from './platform/development/personas.js';

const embedded =
  'Embedded database: made for trying and developing. It outlives this process, not a power failure; set DATABASE_URL for Postgres.';

/** What a person reads who has just started the server: where it is and, with demo data, what to type first. */
export function announcement(config: Config, url: string): string {
  const lines = [`open-entitlements listens on ${url}; the API explorer is at ${url}/docs`];
  if (!config.databaseUrl) lines.push(embedded);
  if (config.demoData)
    lines.push('', 'Assign an access package, then look at the assignment:', '', ...firstSteps(config, url));
  return `${lines.join('\n')}\n`;
}

/** A word of a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The lines that make a first AdminAdd and show its assignment; they work as they stand. */
function firstSteps({ tls }: Config, url: string): string[] {
  // The certificate of whoever tries it out is one that no machine trusts.
  const curl = tls ? `curl -s --cacert ${quoted(resolve(tls.certFile))}` : 'curl -s';
  const root = `${url}/v1.0/identityGovernance/entitlementManagement`;
  const target = personas.find(({ kind }) => kind === 'user')?.id ?? '';
  const assignment = {
    targetId: target,
    assignmentPolicyId: demoIds.directPolicy,
    accessPackageId: demoIds.salesPackage,
  };
  const json = `-H 'content-type: application/json'`;
  const bearer = `-H "authorization: Bearer $TOKEN"`;
  return [
    `TOKEN=$(${curl} ${url}/dev/token ${json} -d '{"as":"user"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `${curl} ${root}/assignmentRequests ${bearer} ${json} -d '${JSON.stringify({ requestType: 'adminAdd', assignment })}'; echo`,
    `${curl} -G ${root}/assignments ${bearer} --data-urlencode '$expand=target,accessPackage,assignmentPolicy' --data-urlencode "\\$filter=target/objectId eq '${target}'"; echo`,
    '',
  ];
}
