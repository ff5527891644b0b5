import { v5 as uuidOf } from 'uuid';
import { Pace } from './pace.js';

/** What is known of a system once its declaration was read and found right. */
export interface SystemDeclaration {
  readonly name: string;
  readonly kind: string;
  readonly address: string;
  readonly tenantId?: string | undefined;
  readonly callsPerSecond: number;
  readonly concurrency: number;
  readonly timeLimitMillis: number;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export type SettingValue = boolean | string | readonly string[];

const namespace = '6f5a1c1e-6f0e-4f0b-9a53-2f2d1d0a7b60';

/** A system outside as SYSTEMS_FILE declares it; no secret shows when it is logged or written out. */
export class OutsideSystem {
  /** The same for the same name, in every process. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Where it is called, without a slash at the end. */
  readonly address: string;
  /** Whose it is; undefined where the server has one tenant. */
  readonly tenantId: string | undefined;
  /** How many calls of it a process begins in a second at most. */
  readonly callsPerSecond: number;
  /** How many effects a process carries out in it at once at most. */
  readonly concurrency: number;
  readonly timeLimitMillis: number;
  readonly #pace: Pace;
  readonly #settings: ReadonlyMap<string, SettingValue>;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor({ settings, secrets, ...declared }: SystemDeclaration) {
    this.id = uuidOf(declared.name, namespace);
    this.name = declared.name;
    this.kind = declared.kind;
    this.address = declared.address.replace(/\/+$/, '');
    this.tenantId = declared.tenantId;
    this.callsPerSecond = declared.callsPerSecond;
    this.concurrency = declared.concurrency;
    this.timeLimitMillis = declared.timeLimitMillis;
    this.#pace = new Pace(declared.callsPerSecond);
    this.#settings = new Map(Object.entries(settings));
    this.#secrets = new Map(Object.entries(secrets));
  }

  /** Resolves when a call of it may begin, by `callsPerSecond`; fails once the signal aborts. Whoever calls the system asks this before. */
  turn(signal: AbortSignal): Promise<void> {
    return this.#pace.turn(signal);
  }

  /** A setting of its kind that is a flag; asking for one that its kind does not declare is a bug, here and below. */
  flag(name: string): boolean {
    return this.setting(name, (value) => typeof value === 'boolean');
  }

  text(name: string): string {
    return this.setting(name, (value) => typeof value === 'string');
  }

  texts(name: string): readonly string[] {
    return this.setting(name, (value): value is readonly string[] => Array.isArray(value));
  }

  /** A secret by the name that its kind gives it; undefined for an optional one that is not named. */
  secret(name: string): string | undefined {
    return this.#secrets.get(name);
  }

  /** The text without any secret of this system that somebody has put into it. */
  withoutSecrets(text: string): string {
    return [...this.#secrets.values()].reduce((cleaned, secret) => cleaned.replaceAll(secret, '[secret]'), text);
  }

  private setting<T extends SettingValue>(name: string, is: (value: SettingValue | undefined) => value is T): T {
    const value = this.#settings.get(name);
    if (!is(value)) throw new Error(`The kind '${this.kind}' declares no such setting '${name}'.`);
    return value;
  }
}
