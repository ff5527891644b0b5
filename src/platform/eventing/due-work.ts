import { Injectable } from '@nestjs/common';

/** One kind of work that is found by its due instant in the rows themselves, so that no lost timer keeps access alive. */
export interface DueKind {
  /** The earliest instant at which some of it is due, past or future; undefined when there is none. */
  next(): Promise<Date | undefined>;
  /** Does a batch of what is due now; answers how much it did. */
  doDue(): Promise<number>;
}

/** All kinds of due work. */
@Injectable()
export class DueWork {
  private readonly kinds: DueKind[] = [];

  register(kind: DueKind): void {
    this.kinds.push(kind);
  }

  /** A kind that fails holds up no other; its failure is told when all have had their turn. */
  async doAll(): Promise<number> {
    let done = 0;
    const failures: unknown[] = [];
    for (const kind of this.kinds) {
      done += await kind.doDue().catch((error: unknown) => failures.push(error) && 0);
    }
    if (failures.length > 0) throw failures[0];
    return done;
  }

  /** The earliest due instant of all kinds. */
  async next(): Promise<Date | undefined> {
    const instants: Date[] = [];
    for (const kind of this.kinds) instants.push(...[await kind.next()].filter((instant) => instant !== undefined));
    return instants.sort((one, other) => one.getTime() - other.getTime())[0];
  }
}
