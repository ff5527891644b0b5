import { HandedIn } from './handed-in.js';

/** The path under which the product's own collections stand, such as `shop/orderManagement`; no slash at its ends. */
export const servedRoot = new HandedIn<string>('the root of its collections');
