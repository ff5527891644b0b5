import type { IncomingMessage } from 'node:http';

/** Every value that came under a header's name: of several, Node's `headers` may keep the first alone. */
export const valuesOf = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
