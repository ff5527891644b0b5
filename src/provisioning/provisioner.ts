import type { OutsideSystem } from './outside-system.js';

/** Whose access it is, as the directory has them now. */
export interface EffectTarget {
  readonly objectId: string;
  readonly displayName: string;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
}

/** What access is to, in the words of the system that has it. */
export interface ProvisionedResource {
  /** The kind of the system, or Graph's word for what is in it, such as `AadGroup`. */
  readonly originSystem: string;
  /** The name of the system in SYSTEMS_FILE. */
  readonly environment: string;
  readonly originId: string;
  readonly displayName: string;
}

/** One change that an outside system has to make for one person. */
export interface ProvisioningEffect {
  /** The same at every try of this change, and of no other: granted, revoked and granted again are three. */
  readonly id: string;
  /** Counts from 1; from 2 on an earlier try may have had its effect. */
  readonly attempt: number;
  readonly tenantId: string;
  readonly target: EffectTarget;
  readonly resource: ProvisionedResource;
  readonly role: RoleFacts;
  /**
   * Whether nothing else in this system is wanted for the target, as it is when this is asked.
   *
   * Who sets an account inactive announces that first and asks then: a grant that became wanted since is seen by one of the two.
   */
  isLastOfTarget(): Promise<boolean>;
  /** Aborts once the time limit is over or the server stops: hand it on to what is called. */
  readonly signal: AbortSignal;
}

/** What a system says of a resource. */
export interface ResourceFacts {
  readonly originId: string;
  readonly displayName: string;
  readonly description?: string;
}

/** A role of a resource. */
export interface RoleFacts {
  readonly originId: string;
  readonly displayName: string;
}

/**
 * Carries out in the systems of one kind what is wanted there (ports and adapters), outside any transaction and at least once each.
 *
 * Called again for the same effect it must come to the same end, also when the answer to an earlier try was lost. What it throws is
 * tried again; a `ProvisioningError` says why in words for the people who wait.
 */
export abstract class Provisioner {
  abstract grant(effect: ProvisioningEffect, system: OutsideSystem): Promise<void>;
  abstract revoke(effect: ProvisioningEffect, system: OutsideSystem): Promise<void>;
  /** The resource as the system has it, null where there is none. */
  abstract read(resource: ProvisionedResource, system: OutsideSystem): Promise<ResourceFacts | null>;
  abstract roles(resource: ProvisionedResource, system: OutsideSystem): Promise<readonly RoleFacts[]>;

  /** What is wrong with how a system of this kind is declared, and what to change; asked at the start. */
  objectionTo(_system: OutsideSystem): string | undefined {
    return undefined;
  }
}

/** Why an effect is not carried out yet, in words that a person understands; they hold no secret. */
export class ProvisioningError extends Error {
  /** How long the system asked not to be called, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Whether it is the system that is away, and not this effect that it refuses. */
  readonly isSystemAway: boolean;

  constructor(
    readonly reason: string,
    { retryAfter, isSystemAway = false, cause }: { retryAfter?: number; isSystemAway?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause });
    this.retryAfter = retryAfter;
    this.isSystemAway = isSystemAway;
  }
}
