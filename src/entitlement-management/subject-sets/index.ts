export * from './examples.js';
export {
  audiencesIn,
  dependOnTheRequest,
  groupsNamedIn,
  heeded,
  idMemberOf,
  isMeant,
  kindsOf,
} from './kinds/questions.js';
export { theirStanding } from './standing.sql.js';
export { kindOf, type PolicyPlace, type Standing, type SubjectSet } from './subject-set.js';
export { UserSet } from './subject-sets.beta.js';
export { SubjectSetBody } from './subject-sets.body.js';
export { SubjectSets } from './subject-sets.members.js';
export { SubjectSetsModule } from './subject-sets.module.js';
export { type RelativeTo, SubjectSetsReader } from './subject-sets.reader.js';
