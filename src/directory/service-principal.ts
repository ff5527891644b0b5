import type { ServicePrincipal } from '../platform/database/generated/client.js';
import type { NewRow } from '../platform/database/models.js';
import type { Decision } from '../platform/eventing/decision.js';
import { ServicePrincipalCreated, ServicePrincipalDeleted } from './service-principal.events.js';

export type { ServicePrincipal };

/** What the directory knows of an application in this tenant. */
export type ServicePrincipalValues = NewRow<ServicePrincipal, 'tenantId' | 'id' | 'createdAt'>;

/** An application comes into the tenant; that it is there once is the database's to know. */
export const createServicePrincipal = (
  id: string,
  values: ServicePrincipalValues,
  now: Date,
): Decision<NewRow<ServicePrincipal, 'tenantId'>> => ({
  row: { id, ...values, createdAt: now },
  events: [new ServicePrincipalCreated(id, values)],
});

/** An application leaves the tenant. */
export const deleteServicePrincipal = (servicePrincipal: ServicePrincipal): Decision<ServicePrincipal> => ({
  row: servicePrincipal,
  events: [new ServicePrincipalDeleted(servicePrincipal.id)],
});
