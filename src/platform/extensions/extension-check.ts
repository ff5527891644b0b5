import { objectionTo, ownOf } from './extension-rules.js';
import { declaredModules, type Imports } from './module-tree.js';

/**
 * Stops the start when an extension would open a door of the server's, before anything of either is made.
 *
 * It sees what is declared. An extension is code with all that the server may do: see docs/operations.md.
 */
export async function requireHarmless(extensions: Imports, server: Imports): Promise<void> {
  if (extensions.length === 0) return;
  const own = ownOf(await declaredModules(server));
  for (const module of await declaredModules(extensions, own.modules)) {
    const objection = objectionTo(module, own);
    if (objection !== undefined) throw new Error(objection);
  }
}
