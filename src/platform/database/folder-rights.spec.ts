import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepToOwner } from './folder-rights.js';

describe('the rights of a data folder', () => {
  let place: string;
  let root: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'rights-'));
    root = join(place, 'deep/data');
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  const modeOf = async (path: string) => ((await lstat(path)).mode & 0o777).toString(8);
  const openTo = async (mode: number) => {
    await mkdir(join(root, 'database/base'), { recursive: true });
    await writeFile(join(root, 'database/base/1259'), '');
    for (const path of ['', 'database', 'database/base', 'database/base/1259']) await chmod(join(root, path), mode);
  };

  it('are its owner’s alone when it is made, and what is made in it afterwards', async () => {
    await keepToOwner(root);
    await mkdir(join(root, 'database'));
    await writeFile(join(root, 'database/file'), '');
    expect(await Promise.all(['', 'database', 'database/file'].map((name) => modeOf(join(root, name))))).toEqual([
      '700',
      '700',
      '600',
    ]);
  });

  it.each([0o777, 0o755, 0o750, 0o1777, 0o2775])('are narrowed where they were %o', async (mode) => {
    await openTo(mode);
    await keepToOwner(root);
    const inside = (await readdir(root, { recursive: true })).map((name) => modeOf(join(root, name)));
    expect([await modeOf(root), ...(await Promise.all(inside))].sort()).toEqual(['600', '700', '700', '700']);
  });

  it('are narrowed inside a folder that is narrow itself', async () => {
    await openTo(0o777);
    await chmod(root, 0o700);
    await keepToOwner(root);
    expect(await modeOf(join(root, 'database/base/1259'))).toBe('600');
  });

  it('are not changed where others keep something, and such a folder is refused', async () => {
    await openTo(0o755);
    await writeFile(join(root, 'theirs'), '');
    await expect(keepToOwner(root)).rejects.toThrow(/is open to others \(755\): chmod 700 it, or set DATA_DIR/);
    expect(await modeOf(root)).toBe('755');
    await chmod(root, 0o700);
    await chmod(join(root, 'theirs'), 0o644);
    await keepToOwner(root);
    expect([await modeOf(join(root, 'theirs')), await modeOf(join(root, 'database'))]).toEqual(['644', '700']);
  });

  it('leave alone what a link in it leads to', async () => {
    await openTo(0o700);
    await writeFile(join(place, 'elsewhere'), '');
    await chmod(join(place, 'elsewhere'), 0o644);
    await symlink(join(place, 'elsewhere'), join(root, 'database/link'));
    await keepToOwner(root);
    expect(await modeOf(join(place, 'elsewhere'))).toBe('644');
  });
});
