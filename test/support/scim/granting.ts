/** A server in a process of its own that carries out one effect, so that it can be killed in the middle of it. */
import { createApp } from '../../../src/app.setup.js';
import { Config } from '../../../src/platform/config/config.js';
import { Provisioners, type ProvisioningEffect } from '../../../src/provisioning/index.js';

export interface ToCarryOut {
  readonly what: 'grant' | 'revoke';
  readonly isLast: boolean;
  readonly effect: Omit<ProvisioningEffect, 'isLastOfTarget' | 'signal'>;
}

process.on('message', (asked: ToCarryOut) => void carryOut(asked));
process.on('disconnect', () => process.exit(0));

const app = await createApp(
  new Config({ ...process.env, LOG_LEVEL: 'fatal', DEMO_DATA: 'false', AUTH_MODE: 'development' }),
);
process.send?.('ready');

async function carryOut({ what, isLast, effect }: ToCarryOut): Promise<void> {
  const system = app.get(Provisioners).at(effect.resource.environment, effect.tenantId);
  const { signal } = new AbortController();
  await system?.[what]({ ...effect, isLastOfTarget: () => Promise.resolve(isLast), signal });
  process.send?.('done');
}
