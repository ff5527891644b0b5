import type { SubjectSet } from './subject-set.js';

/** Sets as a policy says them, for descriptions and for what the server writes itself. */
export const onePerson = (userId: string): SubjectSet => ({ '@odata.type': '#microsoft.graph.singleUser', userId });

export const peopleOfGroup = (groupId: string): SubjectSet => ({
  '@odata.type': '#microsoft.graph.groupMembers',
  groupId,
});

export const managerOfRequestor: SubjectSet = { '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 };
