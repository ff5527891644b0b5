/** A SCIM server that is not ours, in a process of its own as it keeps its resources in globals: users with unique names, and groups. */
import { randomUUID } from 'node:crypto';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const { Resources, Types } = SCIMMY;
const kept = { User: new Map(), Group: new Map() };
const token = process.argv[2];

function store(type, unique) {
  const rows = kept[type.name];
  const holds = (row, other) =>
    unique.some((name) => row[name] && row[name].toLowerCase() === other[name]?.toLowerCase());
  Resources.declare(type)
    .ingress((resource, instance) => {
      const row = JSON.parse(JSON.stringify(instance));
      const others = [...rows.values()].filter(({ id }) => id !== resource.id);
      if (others.some((other) => holds(row, other))) throw new Types.Error(409, 'uniqueness', 'It is there already.');
      const id = resource.id ?? randomUUID();
      if (resource.id && !rows.has(id)) throw new Types.Error(404, null, `There is no ${id}.`);
      const created = rows.get(id)?.meta.created ?? new Date().toISOString();
      rows.set(id, { ...row, id, meta: { created, lastModified: new Date().toISOString() } });
      return rows.get(id);
    })
    .egress((resource) => {
      if (!resource.id) return resource.filter?.match([...rows.values()]) ?? [...rows.values()];
      if (!rows.has(resource.id)) throw new Types.Error(404, null, `There is no ${resource.id}.`);
      return rows.get(resource.id);
    })
    .degress((resource) => {
      if (!rows.delete(resource.id)) throw new Types.Error(404, null, `There is no ${resource.id}.`);
    });
}

store(Resources.User, ['userName', 'externalId']);
store(Resources.Group, []);

const app = express();
app.get('/state', (_, response) => response.json({ users: [...kept.User.values()], groups: [...kept.Group.values()] }));
app.use(
  '/scim',
  new SCIMMYRouters({
    type: 'bearer',
    context: () => ({}),
    handler: (request) => {
      if (request.header('authorization') !== `Bearer ${token}`) throw new Error('Another token is needed.');
      return 'open-entitlements';
    },
  }),
);
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
