import { furtherRoots, servedRoot } from '../platform/served-root.js';

/** Where Graph has entitlement management. */
export const entitlementManagement = 'identityGovernance/entitlementManagement';

servedRoot.handIn(entitlementManagement);
// Graph has who may administer what beside what is administered.
furtherRoots.handIn({ 'roleManagement/entitlementManagement': 'rbacApplication' });
