export const v1 = '/v1.0/identityGovernance/entitlementManagement';
export const beta = '/beta/identityGovernance/entitlementManagement';

const application = {
  as: 'app',
  oid: '0b000000-0000-4000-8000-000000000001',
  roles: ['EntitlementManagement.ReadWrite.All', 'User.ReadWrite.All', 'Group.ReadWrite.All'],
};

/** Speaks to a server over HTTP as an application or as one of its people; what is refused is an error, unless it is asked for. */
export function speakerTo(server) {
  const tokens = new Map();
  const tokenOf = (who) => {
    const key = JSON.stringify(who);
    if (!tokens.has(key)) tokens.set(key, signIn(server, who));
    return tokens.get(key);
  };
  const send = async ({ method = 'POST', path, body, headers = {} }, who = application) => {
    const answer = await fetch(`${server}${path}`, {
      method,
      headers: {
        ...(who && { authorization: `Bearer ${await tokenOf(who)}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, text, location: answer.headers.get('location'), body: text && JSON.parse(text) };
  };
  const done = async (call, who) => {
    const answer = await send(call, who);
    if (answer.status >= 300) throw new Error(`${call.path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  return {
    server,
    send,
    done,
    post: (path, body, who) => done({ path, body }, who),
    turn: (duration) => done({ path: '/dev/clock/advance', body: { duration } }, null),
  };
}

/** Somebody of the directory, without a role. */
export const person = (oid) => ({ as: 'user', oid, scp: 'EntitlementManagement.ReadWrite.All', roles: [] });

async function signIn(server, who) {
  const answer = await fetch(`${server}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ expiresIn: 6 * 3600, ...who }),
  });
  return (await answer.json()).access_token;
}
