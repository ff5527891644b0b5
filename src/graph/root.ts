import { servedRoot } from '../platform/served-root.js';

/** Where Graph has entitlement management. */
export const entitlementManagement = 'identityGovernance/entitlementManagement';

servedRoot.handIn(entitlementManagement);
