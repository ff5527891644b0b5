import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMillis = 2_000;
const deadAfterMillis = 15_000;

/**
 * Runs work while no other process does, told apart by a lock file.
 *
 * The holder keeps the file young; one whose holder is gone, or that has grown old, is taken over.
 */
export async function withLock(path, work, onWait = () => undefined) {
  const token = `${process.pid} ${randomUUID()}`;
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path, token); await sleep(100)) {
    if (removeIfAbandoned(path) || told) continue;
    told = true;
    onWait();
  }
  const beat = setInterval(() => ignoringErrors(() => utimesSync(path, new Date(), new Date())), beatMillis);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (contentOf(path) === token) rmSync(path, { force: true });
  }
}

function take(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfAbandoned(path) {
  const found = contentOf(path);
  if (found === undefined || !isAbandoned(path, found)) return false;
  const aside = `${path}.${randomUUID()}`;
  if (!ignoringErrors(() => renameSync(path, aside))) return false;
  const taken = contentOf(aside);
  rmSync(aside, { force: true });
  // Somebody was quicker and this is their lock: it goes back.
  if (taken !== found) take(path, taken);
  return taken === found;
}

function isAbandoned(path, content) {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > deadAfterMillis) return true;
  const pid = Number(content.split(' ')[0]);
  // The same number, held before this process was born: a container that was started again.
  return pid === process.pid || (pid > 0 && !isAlive(pid));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ignoringErrors(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
