import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractorsModule } from '../support/contractors/contractors.module.js';
import { startServer } from '../support/server.js';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'description-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Redocly says of a description by the rules of `redocly.yaml`: the rule, and where it is broken. */
function faultsIn(document: object): Promise<string[]> {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const args = ['lint', file, '--config', join(root, 'redocly.yaml'), '--format', 'json', '--max-problems', '1000'];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NODE_OPTIONS: '' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { env, maxBuffer: 2 ** 27 }, (_, stdout, stderr) => {
      if (!stdout) return reject(new Error(stderr));
      const { problems } = JSON.parse(stdout) as {
        problems: { ruleId: string; message: string; location: { pointer?: string }[] }[];
      };
      resolve(
        problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? 'nowhere'})`),
      );
    });
  });
}

async function documentOf(extensions: object[] = []) {
  const server = await startServer({ extensions: extensions as never[] });
  const { body } = await server.anonymous.get('/openapi.json');
  await server.close();
  return body as { tags: { description?: string }[]; paths: Record<string, Record<string, object>> };
}

describe('the description of the API, read by Redocly', () => {
  let document: Awaited<ReturnType<typeof documentOf>>;
  beforeAll(async () => {
    document = await documentOf();
  });

  it('breaks no rule, and gives no reason for a warning', async () => {
    expect(await faultsIn(document)).toEqual([]);
  });

  it('breaks none with an extension either', async () => {
    expect(await faultsIn(await documentOf([ContractorsModule]))).toEqual([]);
  });

  it('would be found to break one', async () => {
    const changed = structuredClone(document);
    const [operation] = Object.values(Object.values(changed.paths)[0] ?? {});
    delete (operation as { summary?: string }).summary;
    delete changed.tags[0]?.description;
    const rules = (await faultsIn(changed)).map((fault) => fault.split(':')[0]);
    expect(rules.sort()).toEqual(['operation-summary', 'tag-description']);
  });
});
