// `npm run experiments -- E1 E7 --size full`: runs the experiments named, or all of them, in that size.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const specs = {
  E1: 'kill-one-of-two',
  E6: 'delivered-thrice',
  E7: 'same-target',
  E8: 'idempotency-keys',
  E9: 'poisoned',
  E14: 'told-to-end',
  E17: 'embedded-folder',
  E18: 'two-builds',
  E19: 'told-outside',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: 'ci' } },
});
const names = positionals.length > 0 ? positionals.map((name) => name.toUpperCase()) : Object.keys(specs);
const unknown = names.filter((name) => !(name in specs));
if (unknown.length > 0 || !['ci', 'full'].includes(values.size)) {
  process.stderr.write(`Say some of ${Object.keys(specs).join(', ')}, and --size ci or full.\n`);
  process.exit(2);
}
const files = names.map((name) => `test/experiments/${specs[name]}`);
const compile = ['--enable-source-maps', '--import', './test/support/runner/typescript.mjs'];
const jest = ['--disable-warning=ExperimentalWarning', ...compile, 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(process.execPath, [...jest, '--runInBand', ...files], {
  cwd: root,
  env: { ...process.env, SIZE: values.size },
  stdio: 'inherit',
});
process.exit(status ?? 1);
