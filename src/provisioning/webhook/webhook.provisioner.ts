import { signatureHeaders } from '../../platform/callouts/webhook-signature.js';
import { Clock } from '../../platform/time/clock.js';
import { failedAnswer } from '../calls/call-failures.js';
import { callForStatus } from '../calls/outside-call.js';
import type { OutsideSystem } from '../outside-system.js';
import {
  type ProvisionedResource,
  Provisioner,
  type ProvisioningEffect,
  type ResourceFacts,
  type RoleFacts,
} from '../provisioner.js';
import { Provisions } from '../provisions.js';

const leastBytes = 24;
const secretNames = ['signing', 'signingBefore'] as const;

/** Tells a receiver of the operator's what is granted and revoked, signed (Standard Webhooks). */
@Provisions('webhook', {
  settings: { roles: { type: 'texts', default: ['Access'] } },
  secrets: { signing: 'needed', signingBefore: 'optional' },
})
export class WebhookProvisioner extends Provisioner {
  constructor(private readonly clock: Clock) {
    super();
  }

  override objectionTo(system: OutsideSystem): string | undefined {
    const weak = secretNames.find((name) => isWeak(system.secret(name)));
    if (weak !== undefined)
      return `has a 'secrets.${weak}' that is not whsec_ and the base64 of ${leastBytes} bytes or more; make another one`;
    return system.texts('roles').length === 0 ? "has no 'settings.roles'; name one" : undefined;
  }

  grant(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    return this.send('grant', effect, system);
  }

  revoke(effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    return this.send('revoke', effect, system);
  }

  /** A receiver cannot be asked: it has what it is told of. */
  async read({ originId, displayName }: ProvisionedResource): Promise<ResourceFacts | null> {
    return { originId, displayName };
  }

  async roles(_: ProvisionedResource, system: OutsideSystem): Promise<readonly RoleFacts[]> {
    return system.texts('roles').map((name) => ({ originId: name, displayName: name }));
  }

  private async send(type: 'grant' | 'revoke', effect: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    const { id } = effect;
    const body = JSON.stringify(bodyOf(type, effect));
    const timestamp = Math.floor(this.clock.real().getTime() / 1_000);
    const secrets = secretNames.flatMap((name) => system.secret(name) ?? []);
    const answer = await callForStatus(system, {
      method: 'POST',
      path: '',
      headers: { 'content-type': 'application/json', ...signatureHeaders({ id, timestamp, body }, secrets) },
      body,
      signal: AbortSignal.any([effect.signal, AbortSignal.timeout(system.timeLimitMillis)]),
    });
    if (answer.status < 200 || answer.status >= 300) throw failedAnswer(system, answer, this.clock.real());
  }
}

/** What a receiver is told; members may be added, and none goes away. */
function bodyOf(type: 'grant' | 'revoke', { id, tenantId, target, resource, role }: ProvisioningEffect) {
  const { objectId, displayName, userPrincipalName, mail, accountEnabled } = target;
  return {
    type,
    effectId: id,
    tenantId,
    target: { objectId, displayName, userPrincipalName, mail, accountEnabled },
    resource: { originId: resource.originId, displayName: resource.displayName },
    role: { originId: role.originId, displayName: role.displayName },
  };
}

function isWeak(secret: string | undefined): boolean {
  if (secret === undefined) return false;
  const [, key = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  return Buffer.from(key, 'base64').length < leastBytes;
}
