import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
    await expect(lockFolder(root)).rejects.toThrow(`is in use by process ${process.pid}`);
    await folder.release();
    expect(await isNew()).toBe(true);
  });
});

describe('a folder that another process claims', () => {
  const other = process.ppid;
  const startOf = async (pid: number) =>
    (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ')[19] ?? '';
  let root: string;
  let claim: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'folder-'));
    await mkdir(join(root, 'claims'));
    claim = join(root, 'claims', `${other}-${await startOf(other)}`);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('lets nobody in, however long it takes to say whether it has it', async () => {
    await writeFile(claim, '');
    let isSettled = false;
    const waiting = lockFolder(root).finally(() => (isSettled = true));
    await sleep(500);
    expect(isSettled).toBe(false);
    await writeFile(claim, 'holds the folder');
    await expect(waiting).rejects.toThrow(`is in use by process ${other}`);
  });

  it('is free once that one steps back, or is gone', async () => {
    await writeFile(claim, '');
    const waiting = lockFolder(root);
    await rm(claim);
    await (await waiting).release();
    await writeFile(join(root, 'claims', `${other}-1`), 'holds the folder');
    await (await lockFolder(root)).release();
    expect(await readdir(join(root, 'claims'))).toEqual([]);
  });
});
