import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import {
  CustomExtensionCreated,
  CustomExtensionDeleted,
  CustomExtensionSecretRotated,
  CustomExtensionUpdated,
} from './custom-extension.events.js';
import { type OutgoingRules, refuseWrongExtension } from './custom-extension.rules.js';
import type { CustomExtension, ExtensionValues } from './extension-values.js';
import type { ExtensionType } from './stages.js';

export type { CustomExtension, ExtensionValues } from './extension-values.js';

export type NewExtension = Omit<CustomExtension, 'tenantId'>;

/** Which extension is made, and where. */
export type ExtensionIdentity = Pick<CustomExtension, 'id' | 'catalogId' | 'type'>;

export function createExtension(
  { id, catalogId, type }: ExtensionIdentity,
  values: ExtensionValues,
  now: Date,
  outgoing: OutgoingRules,
): Decision<NewExtension> {
  refuseWrongExtension({ ...values, type }, outgoing);
  const row = { id, catalogId, type, ...values, secretVersion: 1, createdAt: now, modifiedAt: now };
  return { row, events: [new CustomExtensionCreated(id, catalogId, values.displayName)] };
}

/** The extension with the given members changed; its type and its secret stay. */
export function updateExtension(
  extension: CustomExtension,
  changes: Partial<ExtensionValues>,
  now: Date,
  outgoing: OutgoingRules,
): Decision<CustomExtension> {
  const row = { ...extension, ...changes, modifiedAt: now };
  refuseWrongExtension(row, outgoing);
  return { row, events: [new CustomExtensionUpdated(extension.id, Object.keys(changes))] };
}

/** Who says another type means another extension. */
export function refuseOtherType({ type }: CustomExtension, said: ExtensionType | undefined): void {
  if (said === undefined || said === type) return;
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: '@odata.type' is another one; a custom extension stays an ${type}.`,
  );
}

/** Its next secret; the one before counts beside it until the next rotation. */
export function rotateSecret(extension: CustomExtension, now: Date): Decision<CustomExtension> {
  const secretVersion = extension.secretVersion + 1;
  const row = { ...extension, secretVersion, modifiedAt: now };
  return { row, events: [new CustomExtensionSecretRotated(extension.id, secretVersion)] };
}

/** An extension goes once no policy names it. */
export function deleteExtension(extension: CustomExtension, namedBy: readonly string[]): Decision<CustomExtension> {
  if (namedBy.length > 0) {
    const policies = namedBy.slice(0, 5).join("', '");
    throw new DomainError(
      'ResourceInUse',
      `Assignment policies call the custom extension ('${policies}'): take it out of their customExtensionStageSettings first.`,
    );
  }
  return { row: extension, events: [new CustomExtensionDeleted(extension.id, extension.catalogId)] };
}
