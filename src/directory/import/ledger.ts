import type { Missing, Written } from './directory-import.repository.js';

/** The kinds of rows that an import writes. */
export type Counted = 'users' | 'groups' | 'servicePrincipals' | 'managers' | 'sponsors' | 'members';

/** What came of an import. */
export type Summary = Readonly<Record<Counted, Written>> & { readonly lines: number; readonly errors: number };

/** Where an import says how far it is, and which lines it could not take. */
export interface Report {
  progress(text: string): void;
  wrong(line: number, text: string): void;
}

const nothing: Written = { added: 0, changed: 0 };

const of = <Value>(value: Value): Record<Counted, Value> => ({
  ...{ users: value, groups: value, servicePrincipals: value },
  ...{ managers: value, sponsors: value, members: value },
});

/** Counts what was written, and says what was not. */
export class Ledger {
  private readonly counts = of(nothing);
  private readonly done = of(0);
  private errors = 0;
  /** What is wrong with a line for two reasons of the same kind is told once. */
  private readonly told = new Set<string>();

  constructor(
    private readonly report: Report,
    private readonly lines: number,
  ) {}

  count(what: Counted, { added, changed }: Written, lines: number): void {
    const before = this.counts[what];
    this.counts[what] = { added: before.added + added, changed: before.changed + changed };
    this.done[what] += lines;
    this.report.progress(`${what}: ${this.done[what]} lines done`);
  }

  wrong(line: number, text: string): void {
    const said = `${line} ${text}`;
    if (this.told.has(said)) return;
    this.told.add(said);
    this.errors += 1;
    this.report.wrong(line, text);
  }

  missing(missing: readonly Missing[], what: string): void {
    missing.forEach(({ line, id }) => this.wrong(line, `The ${what} '${id}' is not in the directory.`));
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  summary(): Summary {
    return { ...this.counts, lines: this.lines, errors: this.errors };
  }
}
