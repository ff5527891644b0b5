import {
  type OutsideSystem,
  type ProvisionedResource,
  Provisioner,
  type ProvisioningEffect,
  ProvisioningError,
  Provisions,
  type ResourceFacts,
  type RoleFacts,
} from 'open-entitlements/extend';

/** Opens gates: each has one list of who may pass, which is set and not added to. */
@Provisions('gates', {
  settings: { site: { type: 'text' }, quiet: { type: 'flag', default: false } },
  secrets: { key: 'needed' },
})
export class Gates extends Provisioner {
  grant(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    return this.set('PUT', effect, system);
  }

  revoke(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    return this.set('DELETE', effect, system);
  }

  async read({ originId }: ProvisionedResource): Promise<ResourceFacts | null> {
    return originId.startsWith('gate-') ? { originId, displayName: `Gate ${originId.slice(5)}` } : null;
  }

  async roles(): Promise<readonly RoleFacts[]> {
    return [{ originId: 'pass', displayName: 'Pass' }];
  }

  override objectionTo(system: OutsideSystem): string | undefined {
    return system.text('site') === '' ? "has an empty 'settings.site'; name the site" : undefined;
  }

  /** Who is on the list twice is on it once, and who is not on it is off it: the same end at every try. */
  private async set(method: 'PUT' | 'DELETE', effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    const { id, resource, target, signal } = effect;
    await system.turn(signal);
    const answer = await fetch(`${system.address}/${system.text('site')}/${resource.originId}/${target.objectId}`, {
      method,
      headers: { authorization: `Bearer ${system.secret('key') ?? ''}`, 'idempotency-key': id },
      signal,
    });
    if (answer.status >= 500) throw new ProvisioningError('The gates are away.', { isSystemAway: true });
    if (!answer.ok && answer.status !== 404) throw new ProvisioningError(`The gate answered ${answer.status}.`);
  }
}
