import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExtensionType, type Stage, typeAt } from './stages.js';

/** What a policy says is called at a stage. */
export interface StageSetting {
  readonly id: string | null;
  readonly stage?: Stage;
  readonly customExtension?: { readonly id: string; readonly '@odata.type'?: string } | null;
}

/** The type of each extension that the catalog of a policy has, by its id. */
export type KnownExtensions = ReadonlyMap<string, ExtensionType>;

export const idsIn = (settings: readonly StageSetting[]): string[] => [
  ...new Set(settings.flatMap(({ customExtension }) => customExtension?.id ?? [])),
];

/** Whether the same is called at the same stages, so that nothing about it is decided anew. */
export const isAsBefore = (settings: readonly StageSetting[], before: readonly StageSetting[]): boolean =>
  calledIn(settings) === calledIn(before);

const calledIn = (settings: readonly StageSetting[]): string =>
  settings
    .map(({ stage, customExtension }) => `${stage} ${customExtension?.id}`)
    .sort()
    .join();

/** The settings with what each extension is; refused where a catalog has no such extension, a stage is of another type, or has two. */
export function settledSettings(settings: readonly StageSetting[], known: KnownExtensions): StageSetting[] {
  return settings.map((setting, index) => {
    const { stage, customExtension } = setting;
    const at = `'customExtensionStageSettings[${index}]`;
    if (!stage || !customExtension) throw invalid(`${at}.customExtension' is required`);
    if (settings.findIndex((other) => other.stage === stage) !== index)
      throw invalid(`${at}.stage' is ${stage} once more: one extension is called at a stage`);
    const type = known.get(customExtension.id);
    if (!type) throw unknown(customExtension.id);
    refuseOtherKind(at, type, stage, customExtension['@odata.type']);
    return { ...setting, customExtension: { '@odata.type': `#microsoft.graph.${type}`, id: customExtension.id } };
  });
}

function refuseOtherKind(at: string, type: ExtensionType, stage: Stage, said: string | undefined): void {
  if (type !== typeAt[stage])
    throw invalid(`${at}.stage' is ${stage}, which calls an ${typeAt[stage]}; this one is an ${type}`);
  if (said !== undefined && said.replace(/^#/, '') !== `microsoft.graph.${type}`)
    throw invalid(`${at}.customExtension.@odata.type' is another one; the extension is an ${type}`);
}

/** Which settings call nothing that could be called: their extension is gone, or is of another type. */
export const idleSettings = (settings: readonly StageSetting[], known: KnownExtensions): StageSetting[] =>
  settings.filter(
    ({ stage, customExtension }) => !stage || !customExtension || known.get(customExtension.id) !== typeAt[stage],
  );

const unknown = (id: string): DomainError =>
  new DomainError('ResourceNotFound', `There is no custom extension '${id}' in the catalog of the access package.`);
const invalid = (why: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${why}.`);
