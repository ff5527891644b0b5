import { Logger } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import type { Clock } from '../../time/clock.js';
import { fetchKeySet, type KeySet, type PublishedKey, sameKeys } from './key-set.js';
import type { JsonFetcher } from './json-fetcher.js';

const freshMillis = 3_600_000;
const usableMillis = 24 * 3_600_000; // stale keys are used for a day while the identity provider is away
const pauseMillis = 2_000;
const refreshPauseMillis = 30_000;
const unknownKeyPauseMillis = 30_000;

/** One key with the issuer that its metadata declares. */
export interface FoundKey extends PublishedKey {
  readonly declaredIssuer: string;
}

/**
 * The keys behind one metadata address: fetched once for all who wait, kept, and fetched anew when old or when a key is missing.
 *
 * A failing identity provider costs one attempt every few seconds, and nobody who shows a known key notices.
 */
export class KeySource {
  private readonly logger = new Logger('SigningKeys');
  private loaded: { readonly set: KeySet; readonly at: number } | undefined;
  private loading: Promise<void> | undefined;
  private triedAt = -Infinity;
  private missedAt = -Infinity;

  constructor(
    private readonly metadataUrl: string,
    private readonly fetcher: JsonFetcher,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  async find(kid: string): Promise<FoundKey | undefined> {
    await this.freshen();
    if (this.age() > usableMillis) {
      throw new DomainError(
        'ServiceUnavailable',
        'The signing keys cannot be had from the identity provider; try again shortly.',
      );
    }
    return this.known(kid) ?? this.lookAgain(kid);
  }

  private async freshen(): Promise<void> {
    const age = this.age();
    if (age > usableMillis) await this.load(pauseMillis);
    else if (age > freshMillis) void this.load(refreshPauseMillis);
  }

  /** A key that was just published is not known yet; invented ones must not make us fetch all the time. */
  private async lookAgain(kid: string): Promise<FoundKey | undefined> {
    if (this.loading) await this.loading;
    else if (this.now() - this.missedAt >= unknownKeyPauseMillis) {
      this.missedAt = this.now();
      await this.load(0);
    }
    return this.known(kid);
  }

  private known(kid: string): FoundKey | undefined {
    const key = this.loaded?.set.keys.get(kid);
    return this.loaded && key && { ...key, declaredIssuer: this.loaded.set.issuer };
  }

  /** Loads, or waits for the load that is under way; never fails. */
  private async load(pause: number): Promise<void> {
    if (!this.loading && this.now() - this.triedAt < pause) return;
    this.loading ??= this.attempt().finally(() => (this.loading = undefined));
    await this.loading;
  }

  private async attempt(): Promise<void> {
    try {
      const set = await fetchKeySet(this.metadataUrl, this.fetcher);
      const differs = !sameKeys(this.loaded?.set, set);
      this.loaded = { set, at: this.now() };
      if (differs) this.changed();
    } catch (error) {
      this.logger.warn(`The signing keys of ${this.metadataUrl} could not be loaded: ${reasonOf(error)}`);
    } finally {
      this.triedAt = this.now();
    }
  }

  private age(): number {
    return this.loaded ? this.now() - this.loaded.at : Infinity;
  }

  private now(): number {
    return this.clock.real().getTime();
  }
}

// What fetch throws says 'fetch failed' and keeps the reason in its cause.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
