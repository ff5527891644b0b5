const longest = 2_000;

/**
 * Why something failed, as a text that any database takes: whatever was thrown, without what cannot be stored, at most 2,000 characters.
 *
 * What cannot be kept would never be put aside, and tried for ever.
 */
export const failureReason = (thrown: unknown): string =>
  textOf(thrown).slice(0, longest).replaceAll('\0', '\uFFFD').toWellFormed();

function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    return 'Something was thrown that says nothing of itself.';
  }
}
