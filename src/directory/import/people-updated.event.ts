import { StoredAs } from '../../platform/eventing/stored-as.js';

/** A batch of an import said something else of people who were there already. */
@StoredAs('directory.peopleUpdated', { aggregate: 'importId' })
export class PeopleUpdated {
  constructor(
    readonly importId: string,
    readonly userIds: readonly string[],
  ) {}
}
