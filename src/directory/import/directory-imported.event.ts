import { StoredAs } from '../../platform/eventing/stored-as.js';

/** A batch of people, groups, managers or memberships was taken over from elsewhere; the rows themselves are the record. */
@StoredAs('directory.imported', { aggregate: 'importId' })
export class DirectoryImported {
  constructor(
    readonly importId: string,
    readonly what: string,
    readonly added: number,
    readonly changed: number,
  ) {}
}
