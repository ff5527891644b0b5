import { type Call, operationNames } from './operation-names.js';

const types: Record<string, string> = {
  '/e/requests': 'accessPackageAssignmentRequest',
  '/users': 'user',
};
const names = (method: string, path: string, more: Partial<Call> = {}) =>
  operationNames({ method, path, status: 200, many: false, ...more }, (set) => types[set]);

describe('operation names', () => {
  it.each<[string, string, Partial<Call>, string, string]>([
    ['GET', '/e/requests', { many: true }, 'e.ListRequests', 'List requests'],
    ['GET', '/e/requests/{id}', {}, 'e.GetRequests', 'Get a request'],
    ['POST', '/e/requests', { status: 201 }, 'e.CreateRequests', 'Create a request'],
    ['PATCH', '/e/requests/{id}', { status: 204 }, 'e.UpdateRequests', 'Change a request'],
    ['PUT', '/e/assignmentPolicies/{id}', {}, 'e.SetAssignmentPolicies', 'Replace an assignment policy'],
    ['DELETE', '/e/requests/{id}', { status: 204 }, 'e.DeleteRequests', 'Delete a request'],
    ['GET', "/e/subjects(objectId='{objectId}')", {}, 'e.GetSubjectsByObjectId', 'Get a subject by objectId'],
    [
      'GET',
      '/e/catalogs/{id}/accessPackages',
      { many: true },
      'e.catalogs.ListAccessPackages',
      'List the access packages of a catalog',
    ],
    ['GET', '/users/{key}/manager', {}, 'users.GetManager', 'Get the manager of a user'],
    ['GET', '/users', { many: true }, 'users.user.ListUser', 'List users'],
    ['PATCH', '/users/{key}', { status: 204 }, 'users.user.UpdateUser', 'Change a user'],
    ['PUT', '/users/{key}/manager/$ref', { status: 204 }, 'users.SetRefManager', 'Set the manager of a user'],
    ['DELETE', '/users/{key}/manager/$ref', { status: 204 }, 'users.DeleteRefManager', 'Remove the manager of a user'],
    ['POST', '/groups/{id}/members/$ref', { status: 204 }, 'groups.CreateRefMembers', 'Add to the members of a group'],
    [
      'DELETE',
      '/groups/{id}/members/{userId}/$ref',
      { status: 204 },
      'groups.members.DeleteRefMembers',
      'Remove one of the members of a group',
    ],
    [
      'POST',
      '/e/requests/{id}/cancel',
      { status: 204 },
      'e.requests.accessPackageAssignmentRequest.cancel',
      'Cancel a request',
    ],
    [
      'GET',
      "/e/requests/filterByCurrentUser(on='{on}')",
      { many: true },
      'e.requests.filterByCurrentUser',
      'Filter by current user',
    ],
    [
      'GET',
      "/e/requests/additionalAccess(a='{a}',b='{b}')",
      { many: true },
      'e.requests.additionalAccess',
      'Additional access',
    ],
    ['POST', '/dev/token', {}, 'dev.token', 'Token'],
    ['GET', '/metrics', {}, 'GetMetrics', 'Get metrics'],
  ])('%s %s', (method, path, more, operationId, summary) => {
    expect(names(method, path, more)).toEqual({ operationId, summary });
  });
});
