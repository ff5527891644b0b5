import type { CallerName } from './callers.js';
import { delegateNames } from './delegates.js';

/** Whoever is in the directory, is enabled, and has a permission to ask what they may have. */
export const inTheDirectory: readonly CallerName[] = [
  ...(['other', 'target', 'requestor', 'onBehalf', 'approver', 'manager', 'reader', 'administrator'] as const),
  ...delegateNames.filter((name) => name !== 'delegate'),
];
