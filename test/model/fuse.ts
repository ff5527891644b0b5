import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { TestServer } from '../support/server.js';
import type { Step } from './steps.js';

/** The command bus as far as it is watched. */
export interface Executing {
  execute: (command: ICommand) => Promise<unknown>;
}

type Crash = Omit<Extract<Step, { do: 'crash' }>, 'do'>;

/** Lets commands of the sagas fail, before or after they did their work. */
export class Fuse {
  private armed: Crash | undefined;
  private isLit = false;
  private passed = 0;
  private blown = 0;
  /** How often it has blown in all. */
  total = 0;

  constructor(server: TestServer) {
    const bus: Executing = server.app.get(CommandBus);
    const execute = bus.execute.bind(bus);
    bus.execute = async (command) => {
      this.pass('before');
      const result = await execute(command);
      this.pass('after');
      return result;
    };
  }

  arm(crash: Crash): void {
    this.armed = crash;
  }

  /** While this work is done, it blows as often as it is armed for; then it is out. */
  async during(work: () => Promise<void>): Promise<void> {
    this.isLit = true;
    try {
      await work();
    } finally {
      this.isLit = false;
      this.armed = undefined;
      this.passed = 0;
      this.blown = 0;
    }
  }

  private pass(when: Crash['when']): void {
    if (!this.isLit || this.armed?.when !== when) return;
    this.passed += 1;
    if (this.passed <= this.armed.skip || this.blown === this.armed.times) return;
    this.blown += 1;
    this.total += 1;
    throw new Error('A command failed on purpose.');
  }
}
