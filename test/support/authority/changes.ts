import type { Speaking } from './callers.js';
import { changesByRole, isDelegate } from './delegates.js';
import { forbidden, type Outcome, unseen } from './rows.js';
import { isElsewhere, seenBy } from './seen.js';
import type { Thing, World } from './world.js';

/** What a change comes to for those whom the door lets through: who holds a role does it where they hold it, and is told elsewhere what they see. */
export function changeOf(world: World, caller: Speaking, thing: Thing, done: Outcome, kind = thing.kind): Outcome {
  if (isElsewhere(thing) !== (caller.name === 'otherTenant')) return unseen;
  if (!isDelegate(caller.name) || changesByRole(world, caller.name, thing, kind)) return done;
  return seenBy(world, caller, thing.kind).includes(thing) ? forbidden : unseen;
}
