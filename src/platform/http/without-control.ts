/** Whether a name is that of control information, of the whole or of a member. */
const isControl = (name: string): boolean => /(?:^|.)@odata\./.test(name);
/** What is said even where nobody wants control information (OData JSON format 4.01, 3.1.3). */
const always = /@odata\.(?:nextLink|count)$/;

/** The same answer under `odata.metadata=none`. */
export function withoutControl(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutControl);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !isControl(name) || always.test(name));
  return Object.fromEntries<unknown>(kept.map(([name, member]) => [name, withoutControl(member)]));
}
