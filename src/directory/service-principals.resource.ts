import { fieldsOf } from '../platform/entities/fields.js';
import { resource } from '../platform/odata/resource.js';
import type { ServicePrincipal } from './service-principal.js';
import { ServicePrincipalEntity } from './service-principals.entity.js';

export const servicePrincipals = resource<'servicePrincipal', ServicePrincipal>({
  name: 'servicePrincipals',
  path: 'servicePrincipals',
  readBy: 'servicePrincipals.read',
  entityType: 'servicePrincipal',
  example: { displayName: 'Payroll' },
  model: 'servicePrincipal',
  unshown: ['createdAt'],
  fields: fieldsOf(ServicePrincipalEntity),
  links: {},
  visibleTo: () => ({}),
});
