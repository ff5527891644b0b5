import { frontPageTexts } from '../platform/front-page/front-page.js';
import { entitlementManagement } from './root.js';

frontPageTexts.handIn({
  name: 'open-entitlements',
  about: 'Entitlement management that speaks Microsoft Graph. This is an API: programs and the explorer use it.',
  addresses: [
    [
      `/v1.0/${entitlementManagement}/…`,
      'the API, with a token: accessPackages, assignmentPolicies, assignmentRequests, assignments, …',
    ],
    ['/v1.0/users, /v1.0/groups, /v1.0/me', 'the directory, with a token'],
  ],
});
