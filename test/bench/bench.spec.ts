import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../experiments/harness/built-server.js';
import { longIt } from '../support/size.js';

interface Result {
  readonly title: string;
  readonly marks: readonly { readonly what: string; readonly figure?: string }[];
}

const written = join(root, '.tmp/bench.json');

describe('the bench', () => {
  longIt(
    'measures every scenario beside its reference, and finds every answer right',
    async () => {
      rmSync(written, { force: true });
      const script = join(root, 'test/bench/run.mjs');
      const { stdout } = await promisify(execFile)(process.execPath, [script, '--size', 'ci'], { cwd: root });
      const results = JSON.parse(readFileSync(written, 'utf8')) as Result[];
      expect(results.map(({ title }) => title.slice(0, 2))).toEqual(['B1', 'B3', 'B5', 'B8', 'B9']);
      // Where there is no pgbench, its reference alone is left out.
      const measured = results.flatMap(({ marks }) => marks).filter(({ what }) => !what.includes('pgbench'));
      for (const { figure } of measured) expect(figure).toMatch(/[1-9]/);
      expect(stdout).toContain('# Performance');
      const counts = /The server sends now: (.*)\./.exec(stdout)?.[1] ?? '';
      const pairs = [...counts.matchAll(/(\d+) statements for a (\w+) \(reference: (\d+)\)/g)];
      expect(pairs.map(([, , what]) => what)).toEqual(['post', 'get', 'delivery']);
      expect(pairs.filter(([, now, , fixed]) => Number(now) > Number(fixed))).toEqual([]);
    },
    600_000,
  );
});
