import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { when } from '../../platform/eventing/when.js';
import { CatalogStillWaitedFor, EndWaitingOfCatalogCommand } from '../assignment-requests/index.js';
import { CatalogUpdated } from '../catalogs/index.js';

/** What follows when a catalog is unpublished: nobody is asked any more to agree to what it holds. */
@Injectable()
export class CatalogsSaga {
  @Saga()
  unpublished = when(CatalogUpdated, ({ catalogId, changes }) =>
    changes.state === 'unpublished' ? [new EndWaitingOfCatalogCommand(catalogId)] : [],
  );

  @Saga()
  stillWaitedFor = when(CatalogStillWaitedFor, ({ catalogId }) => [new EndWaitingOfCatalogCommand(catalogId)]);
}
