/** A public key, and the issuers whose tokens it may have signed. */
export interface SigningKey {
  readonly kid: string;
  readonly pem: string;
  readonly issuers: readonly string[];
}

/** Which key is looked for: what a token says of itself before it is believed. */
export interface KeyQuestion {
  readonly kid: string;
  readonly version: '1.0' | '2.0';
  readonly tenantId: string;
}

/** Where token signatures get their keys from: Entra, or this database in development. */
export abstract class SigningKeys {
  private readonly listeners: (() => void)[] = [];

  /** The key of that name; undefined when there is none, a refusal (503) when no keys could be had at all. */
  abstract find(question: KeyQuestion): Promise<SigningKey | undefined>;

  /** Tells the listener whenever keys came or went. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  protected changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}
