import type { Caller } from '../../platform/auth/caller.js';
import type { WhereOf } from '../../platform/database/models.js';
import { concerning } from '../catalogs/index.js';

/** The packages of which somebody without a role is shown what they give: those that say so, of those that concern them. */
export const whatSomebodyIsShown = (caller: Caller): WhereOf<'accessPackage'> => ({
  isRoleScopesVisible: true,
  ...concerning(caller),
});
