import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../platform/auth/caller.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { DirectoryReader } from './directory.reader.js';
import type { User } from './user.js';

/** Asks who an address means: `/users/{id}` and `/users/{userPrincipalName}` are the same person. */
export class FindUserQuery extends Query<User> {
  constructor(
    readonly caller: Caller,
    readonly key: string,
  ) {
    super();
  }
}

@QueryHandler(FindUserQuery)
export class FindUserHandler implements IQueryHandler<FindUserQuery> {
  constructor(private readonly directory: DirectoryReader) {}

  async execute({ caller, key }: FindUserQuery): Promise<User> {
    const user = await this.directory.named(caller.tenantId, key);
    if (user) return user;
    throw new DomainError(
      'ResourceNotFound',
      key === caller.objectId
        ? `The directory does not know you: nobody there has the id '${key}' of your token.`
        : 'There is no user with this id or user principal name.',
    );
  }
}
