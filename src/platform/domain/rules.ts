/** A question about facts: what speaks against them, or nothing. Its name is the sentence that holds when it answers nothing. */
export type Rule<Facts, Refusal> = (facts: Facts) => Refusal | undefined;

/** What the first rule says that does not hold; those after it are not asked. */
export function firstRefusal<Facts extends readonly unknown[], Refusal>(
  rules: readonly ((...facts: Facts) => Refusal | undefined)[],
  ...facts: Facts
): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(...facts);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
