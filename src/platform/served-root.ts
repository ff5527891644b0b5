import { HandedIn } from './handed-in.js';

/** The path under which the product's own collections stand, such as `shop/orderManagement`; no slash at its ends. */
export const servedRoot = new HandedIn<string>('the root of its collections');

/** The paths under which others of its collections stand, each with the name of the type that has them. */
export const furtherRoots = new HandedIn<Readonly<Record<string, string>>>('the further roots of its collections');
