/** The size of a page that a client prefers. */
export interface PageSize {
  readonly most: number;
  /** Tells the client that its wish was granted. */
  readonly granted: () => void;
}

interface Reply {
  header(name: string, value: string): unknown;
}

const wish = /(?:^|[,;])[ \t]*((?:odata\.)?maxpagesize)[ \t]*=[ \t]*"?(\d{1,9})"?[ \t]*(?=[,;]|$)/i;

/** The `odata.maxpagesize` of a `Prefer` header; what is not understood is passed over, as every preference may be. */
export function pageSizeIn(header: string | string[] | undefined, reply: Reply): PageSize | undefined {
  if (header === undefined) return undefined;
  const [, name = '', digits = ''] = wish.exec([header].flat().join(',')) ?? [];
  const most = Number(digits);
  return most > 0 ? { most, granted: () => void reply.header('preference-applied', `${name}=${most}`) } : undefined;
}

/** Whether a `Prefer` header asks for the decision alone (`validate-only`), and for nothing to be done. */
export const wantsOnlyValidation = (header: string | string[] = ''): boolean =>
  [header]
    .flat()
    .join(',')
    .split(',')
    .some((preference) => preference.trim().toLowerCase() === 'validate-only');
