import { productRefusals } from '../platform/errors/domain-error.js';

/** How Graph refuses what only entitlement management can be asked, each with its HTTP status. */
const ofEntitlements = {
  ExistingOpenRequest: 400,
  PolicyRequirementsNotMet: 403,
  InvalidRequestNoActiveGrant: 404,
  InvalidRequestExistingGrant: 409,
  IncompatibleAccess: 409,
  ResourceAlreadyOnboarded: 400,
  ResourceNotFoundInOriginSystem: 400,
  CallerNotResourceOwner: 400,
  InvalidDeleteResourceHasEntitlements: 400,
  RoleNotFound: 404,
} as const;

declare module '../platform/errors/domain-error.js' {
  interface ProductRefusals extends Readonly<Record<keyof typeof ofEntitlements, number>> {}
}

productRefusals.handIn(ofEntitlements);
