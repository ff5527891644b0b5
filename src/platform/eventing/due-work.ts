import { Injectable } from '@nestjs/common';

/** Does the work of one kind whose time has come, a batch at a time; answers how much it did. */
export type DoDue = () => Promise<number>;

/** Work that is found by its due date in the rows themselves, so that no lost timer keeps access alive. */
@Injectable()
export class DueWork {
  private readonly kinds: DoDue[] = [];

  register(doDue: DoDue): void {
    this.kinds.push(doDue);
  }

  async doAll(): Promise<number> {
    let done = 0;
    for (const doDue of this.kinds) done += await doDue();
    return done;
  }
}
