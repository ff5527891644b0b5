import { Database } from '../../src/platform/database/database.js';
import { em, idOf, type Json, name, type Prepare, type Prepares, type World } from './accepted-calls.js';
import { anAdministrator } from './server.js';

const graph = '#microsoft.graph.';

/** Every member says something that a change can be told from. */
const whole = (): Json => ({
  '@odata.type': `${graph}accessPackageAssignmentRequestWorkflowExtension`,
  displayName: name(),
  description: 'One',
  endpointConfiguration: { '@odata.type': `${graph}httpRequestEndpoint`, targetUrl: 'https://hooks.example.com/a' },
  clientConfiguration: { timeoutInMilliseconds: 1_500, maximumRetries: 1 },
  callbackConfiguration: {
    '@odata.type': `${graph}customExtensionCallbackConfiguration`,
    timeoutDuration: 'PT1H',
  },
});

/** Calls that write custom extensions of catalogs. */
export function acceptedOfExtensions({ server, there }: World): Prepares {
  const { pool: db } = server.app.get(Database);
  const stored = (id: string) =>
    db.customExtension.findFirst({
      where: { id },
      omit: { id: true, catalogId: true, createdAt: true, modifiedAt: true },
    });
  const collection = async () => `${em}/catalogs/${(await there.aCatalog()).id}/customWorkflowExtensions`;
  const changing: Prepare = async () => {
    const path = await collection();
    const { body } = await server.as(anAdministrator).post(`/v1.0/${path}`, whole());
    const id = String(body.id);
    return { path: `${path}/${id}`, body: whole(), stored: () => stored(id) };
  };
  return {
    'POST catalogs/{id}/customWorkflowExtensions': async () => ({
      path: await collection(),
      body: whole(),
      stored: (answer) => stored(idOf(answer)),
    }),
    'PUT catalogs/{id}/customWorkflowExtensions/{extensionId}': changing,
    'PATCH catalogs/{id}/customWorkflowExtensions/{extensionId}': changing,
  };
}
