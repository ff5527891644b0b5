import { describe, expect, it } from '@jest/globals';
import { Bell } from './bell.js';

/** Longer than any test may take. */
const forEver = 2_000_000_000;

describe('a bell', () => {
  it('ends a rest', async () => {
    const bell = new Bell();
    const rest = bell.rest(forEver);
    bell.ring();
    await rest;
    expect(bell.heard()).toBe(true);
  });

  it('lets nobody rest who was rung for while they worked', async () => {
    const bell = new Bell();
    bell.ring();
    await bell.rest(forEver);
    expect([bell.heard(), bell.heard()]).toEqual([true, false]);
  });

  it('lets rest as long as was said', async () => {
    const bell = new Bell();
    await bell.rest(1);
    expect(bell.heard()).toBe(false);
  });
});
