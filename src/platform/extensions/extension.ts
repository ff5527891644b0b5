import { Module, type ModuleMetadata } from '@nestjs/common';
// Whoever loads this loads a copy of the server: it has to be counted.
import './server-copies.js';

/** What a module that extends the server says beside what every Nest module says. */
export interface ExtensionMetadata extends ModuleMetadata {
  /** The versions of the server that it was written for, such as `^0.1`. */
  readonly compatibility: string;
}

const compatibilityOf = 'open-entitlements:compatibility';

/** Declares a Nest module that EXTENSIONS may name, and for which versions of the server it was written. */
export function Extension({ compatibility, ...module }: ExtensionMetadata): ClassDecorator {
  return (target) => {
    Reflect.defineMetadata(compatibilityOf, compatibility, target);
    Module(module)(target);
  };
}

/** What a class declares itself compatible with; undefined for what is no extension, whichever copy of the server declared it. */
export const declaredCompatibility = (value: unknown): string | undefined =>
  typeof value === 'function' ? (Reflect.getOwnMetadata(compatibilityOf, value) as string | undefined) : undefined;
