import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockFolder } from './folder-lock.js';

describe('the folder of the embedded database', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'folder-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const isNew = async (): Promise<boolean> => {
    const folder = await lockFolder(root);
    await folder.release();
    return folder.isNew;
  };
  const put = async (file: string): Promise<void> => {
    await mkdir(join(root, 'database/base/5'), { recursive: true });
    await writeFile(join(root, file), '');
  };

  it('is new while nothing is in it, or only what was cut short', async () => {
    expect(await isNew()).toBe(true);
    await put('database/base/5/1259');
    expect(await isNew()).toBe(true);
  });

  it.each(['database.complete', 'database/base/5/16384'])('is not new with %s in it', async (file) => {
    await put('database/PG_VERSION');
    await put(file);
    expect(await isNew()).toBe(false);
  });

  it('is held by one at a time', async () => {
    const folder = await lockFolder(root);
    await expect(lockFolder(root)).rejects.toThrow('is in use by process');
    await folder.release();
    expect(await isNew()).toBe(true);
  });
});
