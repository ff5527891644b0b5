import type { Caller } from './caller.js';

/** Says whether somebody with a good token may still act: tokens outlive the accounts that they were issued to. */
export abstract class AccountStanding {
  /** Refuses people whose accounts are known to be disabled; whom nobody knows is as good as the token says. */
  abstract require(caller: Caller): Promise<void>;
}
