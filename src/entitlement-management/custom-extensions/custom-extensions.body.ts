import { PatchBody, PostBody, PutBody } from '../../platform/entities/bodies.js';
import { changesIn, valuesIn } from '../../platform/entities/values.js';
import { ODataType } from '../../platform/edm/members.js';
import { WireName } from '../../platform/edm/type-names.js';
import { asWritten } from '../../platform/http/body.pipe.js';
import { Example } from '../../platform/openapi/example.js';
import type { ExtensionValues } from './custom-extension.js';
import { CustomExtensionEntity } from './custom-extensions.entity.js';
import { type ExtensionType, extensionTypes } from './stages.js';

const graph = 'microsoft.graph.';
const types = extensionTypes.map((type) => `${graph}${type}`);

const example = {
  '@odata.type': '#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension',
  displayName: 'Ask the training records',
  description: 'Denies requests of people without the training.',
  endpointConfiguration: {
    '@odata.type': '#microsoft.graph.httpRequestEndpoint',
    targetUrl: 'https://training.contoso.example/entitlements',
  },
  clientConfiguration: { timeoutInMilliseconds: 1000, maximumRetries: 1 },
  callbackConfiguration: {
    '@odata.type': '#microsoft.graph.customExtensionCallbackConfiguration',
    timeoutDuration: 'PT1H',
  },
};

/** A custom extension as a POST carries it. */
@Example(example)
@WireName('CustomExtensionBody')
export class CustomExtensionBody extends PostBody(CustomExtensionEntity) {
  @ODataType(types) '@odata.type': string;
}

/** A custom extension as a PUT carries it: whole, and perhaps with what only the server writes. */
@Example(example)
@WireName('CustomExtensionReplacementBody')
export class CustomExtensionReplacementBody extends PutBody(CustomExtensionEntity) {
  @ODataType(types, 'omittable') '@odata.type'?: string;
}

/** Members to change, as a PATCH carries them; a configuration is changed as a whole. */
@Example({ displayName: 'Ask the training records of the fair' })
@WireName('CustomExtensionChangesBody')
export class CustomExtensionChangesBody extends PatchBody(CustomExtensionEntity) {
  @ODataType(types, 'omittable') '@odata.type'?: string;
}

type Typed = Pick<CustomExtensionChangesBody, '@odata.type'>;

/** Which type a body says that its extension is. */
export const typeOf = ({ '@odata.type': type }: Typed): ExtensionType | undefined =>
  extensionTypes.find((known) => type === `${graph}${known}`);

// Once written out, parts are plain JSON; Prisma's types of JSON know no classes, so the compiler cannot follow here and below.
export const valuesOf = (body: CustomExtensionBody | CustomExtensionReplacementBody): ExtensionValues =>
  asWritten(valuesIn(CustomExtensionEntity, body)) as unknown as ExtensionValues;

export const changesOf = (body: CustomExtensionChangesBody): Partial<ExtensionValues> =>
  asWritten(changesIn(CustomExtensionEntity, body)) as unknown as Partial<ExtensionValues>;
