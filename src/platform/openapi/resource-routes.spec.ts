import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { ResourceRegistry } from '../odata/resource-registry.js';
import { guid, resource, type Resource } from '../odata/resource.js';
import { AnswersMany, AnswersOne } from '../odata/answering.js';
import { DescribedRoutes } from './described-routes.js';
import { ResourceRoutes } from './resource-routes.js';

const shelves = (given: Partial<Resource> = {}): Resource => ({
  ...resource<'catalog'>({
    ...{ name: 'shelves', path: 'library/shelves', readBy: 'entitlements.read', entityType: 'shelf', model: 'catalog' },
    ...{ fields: { id: guid('id') }, links: {}, visibleTo: () => ({}) },
  }),
  ...given,
});
const declared = shelves();

@Controller('library/shelves')
class OnlyListed {
  @Get()
  @AnswersMany(declared)
  list(): void {}
}

@Controller('library/shelves')
class OnlyMade {
  @Post(':id')
  @AnswersOne(declared)
  make(): void {}
}

@Controller('library/shelves')
class OnlyBehindALink {
  @Get(':id/above')
  @AnswersOne(declared)
  above(): void {}
}

@Controller('library/shelves')
class Addressed {
  @Get(':idOrName')
  @AnswersOne(declared)
  get(): void {}
}

const start = async (controllers: Type[], one: Resource): Promise<unknown> => {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [DescribedRoutes, ResourceRoutes, { provide: ResourceRegistry, useValue: new ResourceRegistry([one]) }],
  }).compile();
  try {
    return await module.init();
  } finally {
    await module.close();
  }
};

describe('a registered resource', () => {
  it.each<[string, Type[], Resource]>([
    ['no route answers', [], shelves()],
    ['no route answers, and that has no address of its own', [], shelves({ isUnaddressed: true })],
    ['only a list answers', [OnlyListed], shelves()],
    ['only a POST answers', [OnlyMade], shelves()],
    ['only a link answers', [OnlyBehindALink], shelves()],
  ])('stops the start with its name where %s', async (_, controllers, one) => {
    await expect(start(controllers, one)).rejects.toThrow(/^Resource 'shelves' .* take it out of the registered/);
  });

  it.each<[string, Type[], Resource]>([
    ['has its address, whatever its key is called', [Addressed], shelves()],
    ['has no address of its own, and is answered by a list', [OnlyListed], shelves({ isUnaddressed: true })],
    ['has no address of its own, and is answered by a link', [OnlyBehindALink], shelves({ isUnaddressed: true })],
    ['is what an operation answers', [OnlyListed], shelves({ path: 'Collection(microsoft.graph.shelf)' })],
  ])('lets it be where it %s', async (_, controllers, one) => {
    await expect(start(controllers, one)).resolves.toBeDefined();
  });
});
