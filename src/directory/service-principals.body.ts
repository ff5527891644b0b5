import { PostBody } from '../platform/entities/bodies.js';
import { WireName } from '../platform/edm/type-names.js';
import { Example } from '../platform/openapi/example.js';
import { ServicePrincipalEntity } from './service-principals.entity.js';

/** An application's service principal as a POST carries it. */
@Example({ appId: '0c000000-0000-4000-8000-0000000000b1', displayName: 'Payroll' })
@WireName('ServicePrincipalBody')
export class ServicePrincipalBody extends PostBody(ServicePrincipalEntity) {}
