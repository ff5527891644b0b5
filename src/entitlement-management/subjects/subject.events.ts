import { StoredAs } from '../../platform/eventing/stored-as.js';

/** A subject says another name or address from now on, as the directory does. */
@StoredAs('subject.updated', { aggregate: 'subjectId' })
export class SubjectUpdated {
  constructor(
    readonly subjectId: string,
    readonly objectId: string,
  ) {}
}
