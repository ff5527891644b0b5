/** A body's part as plain JSON in which every `@odata.type` is spelled as answers spell it, with its '#'. */
export function asWritten<Part>(part: Part): Part {
  const spell = (name: string, value: unknown) =>
    name === '@odata.type' && typeof value === 'string' ? `#${value}` : value;
  return JSON.parse(JSON.stringify(part, spell)) as Part;
}
