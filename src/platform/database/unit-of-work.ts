import type { Session } from './driver.js';

/** For whom a unit of work runs, and what set it off. */
export interface Scope {
  readonly tenantId: string;
  /** Object id of the person or application, or the name of a part of the server. */
  readonly actor: string;
  /** The event being handled, when there is one. */
  readonly causationId?: string;
}

/** A domain event that was announced and is written at the end, with whoever announced it. */
export interface Announced {
  readonly event: object;
  readonly scope: Scope;
  /** What the log will keep of it, once it was reacted to in the same unit of work: it needs no delivery then. */
  reactedTo?: { readonly id: string };
}

/**
 * An open transaction with what belongs to it (unit of work); this object is its identity, for whomever it acts meanwhile.
 *
 * Once it is sealed nothing joins it any more: what would be lost by that is refused, and shows that somebody did not await it.
 */
export class UnitOfWork {
  private readonly events: Announced[] = [];
  private readonly effects: (() => void)[] = [];
  private isSealed = false;
  private isToldAll = false;

  constructor(
    readonly session: Session,
    /** Everything is undone at its end. */
    readonly isRehearsal: boolean,
  ) {}

  /** What was announced, in order. */
  get announced(): readonly Announced[] {
    return this.events;
  }

  announce(event: object, scope: Scope): void {
    this.requireOpen();
    if (this.isToldAll) throw new Error('The events of this unit of work are written already: announce them before.');
    this.events.push({ event, scope });
  }

  /** All that was announced, to be written: from here on nothing more is. */
  allAnnounced(): readonly Announced[] {
    this.isToldAll = true;
    return this.events;
  }

  /** What is done in this process once everybody can see what was written; nothing when all is undone. */
  afterCommit(effect: () => void): void {
    this.requireOpen();
    this.effects.push(effect);
  }

  /** Fails once it is over, or about to be. */
  requireOpen(): void {
    if (this.isSealed) throw new Error('This unit of work has ended: await all that runs in it.');
  }

  /** Lets nothing join any more, just before its COMMIT or ROLLBACK. */
  seal(): void {
    this.isSealed = true;
  }

  /** After its COMMIT; one effect that fails keeps no other from its turn. */
  committed(failed: (error: unknown) => void): void {
    for (const effect of this.effects) {
      try {
        effect();
      } catch (error) {
        failed(error);
      }
    }
  }
}
