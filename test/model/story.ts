import type { Entry } from '../experiments/harness/ledger.js';
import { callOf } from './doing.js';
import { type Expectation, nothingChanges, unexplained } from './expectation.js';
import { brokenInvariants } from './invariants.js';
import { passingTime } from './passing-time.js';
import { firstTerms } from './setting.js';
import { stageFaults } from './stages.js';
import type { Step } from './steps.js';
import type { System } from './system.js';
import { workingOff } from './working-off.js';
import type { Person, World } from './world.js';

const atFirst: World = {
  now: 0,
  people: Array.from({ length: 5 }, () => ({ is: 'enabled', leaving: false })),
  policies: firstTerms.map((terms) => [terms]),
  requests: [],
  assignments: [],
};

/** How often each answer was given and each state reached, over all runs. */
export type Tally = Map<string, number>;

/** One run: the same steps for the real thing and for the model, compared after each. */
export class Story {
  private world = atFirst;
  private readonly ledger: Entry[] = [];
  private readonly faults: string[] = [];

  constructor(
    private readonly system: System,
    private readonly tally: Tally = new Map(),
  ) {}

  /** Goes through the steps and tells what is wrong; stops at the first step that the model cannot explain. */
  async tell(steps: readonly Step[]): Promise<string[]> {
    await this.system.startOver();
    for (const [index, step] of steps.entries()) {
      await this.take(step, `step ${index}`);
      if (this.faults.length > 0) return this.end([`after step ${index}, ${step.do}:`]);
    }
    return this.end([]);
  }

  /** Does what is left to do and looks whether every promise was kept. */
  private async end(headline: string[]): Promise<string[]> {
    await this.drain();
    for (const { state, type } of this.world.requests) this.count(`${type} ${state}`);
    const broken = await brokenInvariants(this.system.query, this.ledger, this.system.now);
    return [...headline, ...this.faults, ...broken.map(({ invariant, what }) => `${invariant}: ${what}`)];
  }

  private async take(step: Step, name: string): Promise<void> {
    switch (step.do) {
      case 'drain':
        return this.drain();
      case 'crash':
        return this.system.fuse.arm(step);
      case 'turn':
        return this.turn(step.hours);
      default:
        return this.call(step, name);
    }
  }

  private async drain(): Promise<void> {
    await this.system.workOff();
    await this.compare(workingOff(this.world), true);
    this.world = { ...this.world, people: this.world.people.map(({ is }) => ({ is, leaving: false })) };
  }

  private async turn(hours: number): Promise<void> {
    await this.drain();
    await this.system.turn(hours);
    const to = this.world.now + hours;
    await this.compare(passingTime(this.world, to), true);
    this.world = { ...this.world, now: to };
  }

  private async call(step: Exclude<Step, { do: 'turn' | 'drain' | 'crash' }>, name: string): Promise<void> {
    const call = callOf(this.system, this.world, step, name);
    if (!call) return;
    const { code, result } = await this.system.ask<{ id: string } | undefined>(call.command);
    this.count(`${step.do} ${code}`);
    if (call.submits) this.ledger.push({ clientId: name, status: code === 'ok' ? 201 : 400, id: result?.id ?? null });
    if (!call.expected.answers.includes(code)) {
      this.faults.push(`answered ${code}, expected ${call.expected.answers.join(' or ')}`);
    }
    await this.compare(code === 'ok' ? call.expected : nothingChanges, code === 'ok');
    if (code === 'ok') this.remember(step);
  }

  private async compare(expected: Expectation, accepted: boolean): Promise<void> {
    const after = { ...this.world, ...(await this.system.look()) };
    this.faults.push(...unexplained(this.world, after, expected, accepted), ...stageFaults(this.world, after));
    this.world = after;
  }

  /** What only the model knows of a step that was accepted. */
  private remember(step: Step): void {
    const { people, policies } = this.world;
    if (step.do === 'editPolicy') {
      this.world = {
        ...this.world,
        policies: policies.map((terms, number) => (number === step.policy ? [...terms, step.terms] : terms)),
      };
    }
    if (step.do === 'disable' || step.do === 'enable' || step.do === 'delete') {
      this.world = {
        ...this.world,
        people: people.map((one, number) => (number === step.person ? after(one, step.do) : one)),
      };
    }
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}

function after({ is, leaving }: Person, what: 'disable' | 'enable' | 'delete'): Person {
  if (what === 'enable') return { is: 'enabled', leaving };
  return { is: what === 'delete' ? 'gone' : 'disabled', leaving: leaving || what === 'delete' || is === 'enabled' };
}
