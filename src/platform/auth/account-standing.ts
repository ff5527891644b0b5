import type { Caller } from './caller.js';

/** Says how somebody with a good token stands here: tokens outlive the accounts that they were issued to, and know no roles of this server. */
export abstract class AccountStanding {
  /** The caller with the roles that they hold here; refuses people whose accounts are known to be disabled. Whom nobody knows is as good as the token says. */
  abstract admit(caller: Caller): Promise<Caller>;
}
