import { Injectable } from '@nestjs/common';
import { CallableExtensions } from '../custom-extensions/index.js';
import type { AssignmentPolicy, PolicyValues } from './assignment-policy.js';
import { settingsOf } from './policy-settings.js';

/** Settles what a policy calls, where that is more or something else than before. */
@Injectable()
export class PolicyCallouts {
  constructor(private readonly extensions: CallableExtensions) {}

  /** The values with what each extension is; refused where its package may not call one. */
  async settled<Values extends PolicyValues>(
    accessPackageId: string,
    values: Values,
    before?: AssignmentPolicy,
  ): Promise<Values> {
    const said = values.settings.customExtensionStageSettings ?? [];
    const known = before ? (settingsOf(before).customExtensionStageSettings ?? []) : [];
    const customExtensionStageSettings = await this.extensions.settled(accessPackageId, said, known);
    return { ...values, settings: { ...values.settings, customExtensionStageSettings } };
  }
}
