import { type FaultProxy, faultProxyTo } from './fault-proxy.js';
import { type Declared, type ScimWorld, scimWorld } from './scim-world.js';
import { type Scimmy, startScimmy } from './scimmy.js';

/** A SCIM server that is not ours, what goes wrong on the way to it, and a server of ours that calls it. */
export interface BehindFaults {
  readonly scimmy: Scimmy;
  readonly proxy: FaultProxy;
  readonly world: ScimWorld;
  close(): Promise<void>;
}

export async function behindFaults(declared: Omit<Declared, 'address' | 'token'> = {}): Promise<BehindFaults> {
  const scimmy = await startScimmy();
  const proxy = await faultProxyTo(scimmy.url);
  const world = await scimWorld({ address: proxy.url, token: scimmy.token, ...declared });
  return {
    ...{ scimmy, proxy, world },
    close: async () => {
      await world.close();
      await proxy.close();
      scimmy.close();
    },
  };
}
