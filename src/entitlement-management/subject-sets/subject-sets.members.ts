import { type Derived, Parts } from '../../platform/edm/members.js';
import { kindsByName } from './kinds/table.js';
import { SubjectSetBody } from './subject-sets.body.js';

const derived: Derived = Object.fromEntries(
  kindsByName.map(([name, { declared }]) => [`microsoft.graph.${name}`, declared]),
);

/** A collection of subject sets of any kind. */
export const SubjectSets = (most: number) => Parts(() => SubjectSetBody, most, derived);
