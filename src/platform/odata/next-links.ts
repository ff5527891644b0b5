import { Injectable } from '@nestjs/common';
import { pathIn, routedPath } from '../beta/paths.js';
import type { Asked } from '../http/asked.js';
import { Routes } from '../http/routes.js';
import { cursorOf } from './plan/keyset.js';
import type { Expanded, Reading } from './plan/shape.js';
import { SkipTokens } from './plan/skip-tokens.js';
import type { Resource } from './resource.js';
import type { Row } from './rows.js';

/** The row whose members do not all go out. */
interface Owner {
  readonly resource: Resource;
  readonly row: Row;
  readonly asked: Asked;
}

/** What the first page alone says. */
const onceOnly: readonly string[] = ['skip', 'count', 'skiptoken'];

/** Writes the links to what an answer has no room for. */
@Injectable()
export class NextLinks {
  constructor(
    private readonly tokens: SkipTokens,
    private readonly routes: Routes,
  ) {}

  /** The same collection behind a row of it. */
  async behind(last: Row, { keys }: Reading, asked: Asked, texts: ReadonlyMap<string, string>): Promise<string> {
    const kept = new Map([...texts].filter(([name]) => !onceOnly.includes(name)));
    const token = await this.tokens.write(cursorOf(last, keys), { asked, texts: kept });
    const options = [...kept, ['skiptoken', token] as const].map(
      ([name, text]) => `$${name}=${encodeURIComponent(text)}`,
    );
    return `${asked.base}${pathIn(asked.dialect, asked.path)}?${options.join('&')}`;
  }

  /** The rest of an owner's members, where its collection has an address of its own. */
  async behindMembers(
    shown: readonly { readonly row: Row }[],
    { name, reading, texts }: Expanded,
    { resource, row, asked }: Owner,
  ): Promise<string | undefined> {
    const path = routedPath(`/${resource.path}/${String(row['id'])}/${name}`);
    const last = shown.at(-1);
    if (!last || !this.routes.methodsOf(path).includes('GET')) return undefined;
    return this.behind(last.row, reading, { ...asked, path }, texts);
  }
}
