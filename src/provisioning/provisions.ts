import { Injectable, SetMetadata } from '@nestjs/common';
import type { Provisioner } from './provisioner.js';

/** What a setting of a kind of systems takes, and is by itself; without a `default` it has to be said. */
export type SettingOfKind =
  | { readonly type: 'flag'; readonly default?: boolean }
  | { readonly type: 'text'; readonly default?: string }
  | { readonly type: 'texts'; readonly default?: readonly string[] };

/** What SYSTEMS_FILE says of a system of this kind beside what it says of all. */
export interface KindOptions {
  readonly settings?: Readonly<Record<string, SettingOfKind>>;
  readonly secrets?: Readonly<Record<string, 'needed' | 'optional'>>;
}

/** What the decorator keeps. */
export interface KindDeclaration {
  readonly kind: string;
  readonly options: KindOptions;
}

export const provision = Symbol('provision');

/** Declares a provisioner of all systems of a kind, one object for all of them. */
export function Provisions(
  kind: string,
  options: KindOptions = {},
): (target: abstract new (...args: never[]) => Provisioner) => void {
  return (target) => {
    Injectable()(target);
    SetMetadata(provision, { kind, options } satisfies KindDeclaration)(target);
  };
}
