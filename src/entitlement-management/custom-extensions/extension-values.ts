import type { CustomExtension as Row, Prisma } from '../../platform/database/generated/client.js';
import type { ExtensionType } from './stages.js';

/** Where it is called. */
export type Endpoint = Prisma.JsonObject & {
  readonly '@odata.type': string;
  readonly url?: string | null;
  readonly targetUrl?: string | null;
};

export type Authentication = Prisma.JsonObject & {
  readonly '@odata.type': string;
  readonly resourceId?: string | null;
};

export type ClientConfiguration = Prisma.JsonObject & {
  readonly timeoutInMilliseconds: number | null;
  readonly maximumRetries: number | null;
};

export type Callback = Prisma.JsonObject & { readonly '@odata.type': string; readonly timeoutDuration: string | null };

/** What the owner of a catalog says of a custom extension. */
export interface ExtensionValues {
  readonly displayName: string;
  readonly description: string | null;
  readonly endpointConfiguration: Endpoint;
  readonly authenticationConfiguration: Authentication | null;
  readonly clientConfiguration: ClientConfiguration | null;
  readonly callbackConfiguration: Callback | null;
}

export type CustomExtension = Omit<Row, 'type' | keyof ExtensionValues> &
  ExtensionValues & { readonly type: ExtensionType };
