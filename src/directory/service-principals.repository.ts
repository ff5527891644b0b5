import { Injectable } from '@nestjs/common';
import { Repository } from '../platform/repositories/repository.js';

@Injectable()
export class ServicePrincipalsRepository extends Repository<'servicePrincipal'> {
  protected readonly model = 'servicePrincipal';
  protected readonly called = 'service principal';
}
