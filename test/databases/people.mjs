import { randomUUID } from 'node:crypto';
import { v1 } from './speaker.mjs';

/** People with managers, a guest, some with addresses that are none or that two have; groups and organizations with sponsors. */
export async function peopleOn({ post, query, server }) {
  const at = (set, { id }) => `${server}/v1.0/${set}/${id}`;
  const named = async (name, more = {}) => {
    const userPrincipalName = `${name}@contoso.example`;
    return post('/v1.0/users', {
      id: randomUUID(),
      displayName: name,
      userPrincipalName,
      mail: userPrincipalName,
      ...more,
    });
  };
  const under = (one) => ({ 'manager@odata.bind': at('users', one) });
  const boss = await named('boss');
  const lead = await named('lead', under(boss));
  const people = { boss, lead };
  for (const name of ['ada', 'bob', 'cleo', 'dan', 'finn', 'gil']) people[name] = await named(name, under(lead));
  for (const name of ['eve', 'hal', 'ivy', 'mo', 'nia']) people[name] = await named(name);
  for (const name of ['jon', 'jona']) people[name] = await named(name, { mail: 'jon@contoso.example' });
  // What this build refuses is put where an earlier one had written it.
  people.kim = await named('kim');
  await query(`UPDATE directory_user SET mail = 'no address' WHERE id = '${people.kim.id}' RETURNING 1 AS one`);
  people.lou = await named('lou', { mail: 'lou@fabrikam.example', userType: 'Guest' });
  people.off = await named('off', { accountEnabled: false });
  await post(`/v1.0/users/${people.lou.id}/sponsors/$ref`, { '@odata.id': at('users', people.mo) });
  const bind = (...some) => ({ 'members@odata.bind': some.map((one) => at('users', one)) });
  const team = await post('/v1.0/groups', { displayName: 'Team', ...bind(people.ada, people.bob, people.eve) });
  const rivals = await post('/v1.0/groups', { displayName: 'Rivals', ...bind(people.gil) });
  const fabrikam = await organization(post, 'Fabrikam', 'configured');
  const proposed = await organization(post, 'Proposed', 'proposed');
  for (const one of [fabrikam, proposed]) {
    const path = `${v1}/connectedOrganizations/${one.id}`;
    await post(`${path}/internalSponsors/$ref`, { '@odata.id': at('users', people.mo) });
    await post(`${path}/externalSponsors/$ref`, { '@odata.id': at('users', people.lou) });
  }
  return { ...people, team, rivals, fabrikam };
}

const organization = (post, displayName, state) =>
  post(`${v1}/connectedOrganizations`, {
    ...{ displayName, state },
    identitySources: [
      { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: `${displayName.toLowerCase()}.example` },
      { '@odata.type': '#microsoft.graph.azureActiveDirectoryTenant', tenantId: randomUUID(), displayName },
    ],
  });
