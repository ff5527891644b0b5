import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissions } from '../../src/graph/index.js';
import type { Permission } from '../../src/platform/auth/permissions.js';
import { root } from './tools.js';

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** The rows of the table of permissions, which stand in the order of the code. */
const rows = (page.slice(page.indexOf('| operation | delegated permission')).split('\n\n')[0] ?? '')
  .split('\n')
  .slice(2)
  .map((row) => row.split(/^\| | \| | \|$/).slice(1, -1));

const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();

describe('the page for operators', () => {
  it('has a row for every operation that needs a permission', () => {
    expect(rows).toHaveLength(Object.keys(permissions).length);
  });

  it.each(Object.entries<Permission>(permissions).map(([operation, needed], at) => ({ operation, needed, at })))(
    'says what $operation needs',
    ({ needed, at }) => {
      const [, delegated, application, roles] = rows[at] ?? [];
      expect({
        delegated: namesIn(delegated),
        application: namesIn(application === 'the same' ? delegated : application),
      }).toEqual({ delegated: [...needed.delegated].sort(), application: [...needed.application].sort() });
      if (needed.roles) expect(roles).not.toBe('none');
    },
  );
});

describe('the page about security', () => {
  it('names every address that is open to callers without a token', () => {
    const folder = join(root, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.controller.ts'),
    );
    const open = files
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .filter((text) => text.includes('@Public()'))
      .flatMap((text) => [...text.matchAll(/@Controller\((?:'([^']*)')?\)/g)].map(([, path = '']) => path));
    const addresses = [...open, 'docs', 'openapi.json']
      .map((path) => path.split('/')[0] ?? '')
      .map((first) => (first.startsWith('$') ? first : `/${first}`));
    const [sentence = ''] = readFileSync(join(root, 'SECURITY.md'), 'utf8')
      .split('Every request needs a token')
      .slice(1);
    const said = namesIn(sentence.split('\n- ')[0]).map((name) => name.replace('/*', ''));
    expect([...new Set(said)].sort()).toEqual([...new Set(addresses)].sort());
  });
});
