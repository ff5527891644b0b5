import type { DynamicModule, ForwardReference, Provider, Type } from '@nestjs/common';
import { metadataKeys } from '../private-parts.js';

export type Imports = NonNullable<DynamicModule['imports']>;

/** One module as it is declared, before anything of it is made. */
export interface DeclaredModule {
  readonly type: Type;
  /** True where the import adds to what the class declares. */
  readonly isDynamic: boolean;
  readonly isGlobal: boolean;
  readonly providers: readonly Provider[];
  readonly controllers: readonly Type[];
}

/** Every module that these imports lead to, each once, as declared; stops at classes that are known already. */
export async function declaredModules(
  imports: Imports,
  known: ReadonlySet<Type> = new Set(),
): Promise<DeclaredModule[]> {
  const found = new Map<unknown, DeclaredModule>();
  const waiting: unknown[] = [...imports];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const entry = await resolved(next);
    if (found.has(entry) || known.has(entry as Type)) continue;
    const { module: type, ...added } = isDynamic(entry) ? entry : { module: entry as Type };
    const both = <T>(key: keyof Omit<DynamicModule, 'module' | 'global'>): T[] => [
      ...((Reflect.getMetadata(key, type) as T[] | undefined) ?? []),
      ...((added as Partial<Record<string, T[]>>)[key] ?? []),
    ];
    found.set(entry, {
      type,
      isDynamic: isDynamic(entry),
      isGlobal: (added as Partial<DynamicModule>).global === true || Reflect.hasMetadata(metadataKeys.isGlobal, type),
      providers: both<Provider>(metadataKeys.providers as 'providers'),
      controllers: both<Type>(metadataKeys.controllers as 'controllers'),
    });
    waiting.push(...both<unknown>(metadataKeys.imports as 'imports'));
  }
  return [...found.values()];
}

async function resolved(entry: unknown): Promise<unknown> {
  const awaited = await entry;
  const reference = (awaited as Partial<ForwardReference> | undefined)?.forwardRef as (() => unknown) | undefined;
  return reference ? resolved(reference()) : awaited;
}

const isDynamic = (entry: unknown): entry is DynamicModule =>
  typeof entry === 'object' && entry !== null && 'module' in entry;
