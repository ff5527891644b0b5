import { Controller, Get, Param, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Permitted } from '../auth/permissions.js';
import { type Asked, AskedFor } from '../http/asked.js';
import { idOf } from '../http/id-of.js';
import { AnswersOne } from './answering.js';
import { Chapter } from '../http/chapter.js';
import { capitalized, words } from '../text/words.js';
import { LinkedQuery } from './linked.query.js';
import type { EntityAnswer } from './entity-answer.js';
import type { Link, Resource } from './resource.js';

/**
 * The addresses of links to one entity, such as `orders/{id}/customer`: every link of those `owners` that have one themselves.
 *
 * What may call it follows from the link, as for `$expand` (ADR 34); `all` are the resources that links lead to.
 */
export const linkAddresses = (owners: readonly Resource[], all: readonly Resource[]): Type[] =>
  owners
    .filter(({ isUnaddressed }) => !isUnaddressed)
    .flatMap((owner) =>
      Object.entries(owner.links)
        .filter(([, { many }]) => !many)
        .map(([name, link]) => addressOfLink(owner, [name, link], targetOf(link, all))),
    );

function addressOfLink(owner: Resource, [name, link]: readonly [string, Link], target: Resource): Type {
  @Chapter(capitalized(words(owner.name)))
  @Controller(owner.path)
  class LinkController {
    constructor(private readonly queries: QueryBus) {}

    @Get(`:id/${name}`)
    @Permitted(link.readBy ?? target.readBy)
    @AnswersOne(target)
    get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
      return this.queries.execute(new LinkedQuery(owner, name, asked, idOf(id, words(owner.entityType))));
    }
  }
  // Operations are told apart by their controllers' names.
  Object.defineProperty(LinkController, 'name', { value: `${capitalized(owner.name)}${capitalized(name)}Controller` });
  return LinkController;
}

function targetOf({ to }: Link, all: readonly Resource[]): Resource {
  const found = all.find(({ name }) => name === to);
  if (!found) throw new Error(`A link leads to '${to}', which is no resource.`);
  return found;
}
