export const entitlements = '/v1.0/identityGovernance/entitlementManagement';
export const requestsPath = `${entitlements}/assignmentRequests`;

/** What came back; status 0 means that nobody can say what became of the call. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Post {
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const noHeaders = new Headers();

/** The code of Graph's error envelope; undefined when the answer is none. */
export const codeOf = ({ text }: Answer): string | undefined =>
  (JSON.parse(text || '{}') as { error?: { code?: string } }).error?.code;

/** The `id` that was answered. */
export const idIn = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;

/** Speaks to servers over HTTP, with one token for all of them: they share a database, so they share its keys. */
export class Api {
  private constructor(
    private readonly urls: () => readonly string[],
    private readonly token: string,
  ) {}

  /** Signs in at one of the servers; `asked` is the body of `POST /dev/token`. */
  static async signIn(urls: () => readonly string[], asked: object = application): Promise<Api> {
    const answer = await fetch(`${urls()[0]}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ expiresIn: 6 * 3600, ...asked }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new Api(urls, token);
  }

  /** What a client of its own has to send. */
  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  post({ path, body, headers = {} }: Post, at?: number): Promise<Answer> {
    return this.call('POST', path, { body: JSON.stringify(body), headers }, at);
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path, {});
  }

  /** Makes something; anything but 201 is an error. */
  async make(path: string, body: object): Promise<string> {
    const answer = await this.post({ path, body });
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return idIn(answer);
  }

  private async call(
    method: string,
    path: string,
    { body, headers }: { body?: string; headers?: Readonly<Record<string, string>> },
    at?: number,
  ): Promise<Answer> {
    const urls = this.urls();
    const url = urls[(at ?? Math.floor(Math.random() * urls.length)) % Math.max(1, urls.length)];
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        signal: AbortSignal.timeout(30_000),
        ...(body && { body }),
      });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    } catch (error) {
      return { status: 0, headers: noHeaders, text: JSON.stringify({ broken: String(error) }) };
    }
  }
}

/** An application that may do everything. */
export const application = {
  as: 'app',
  oid: '0b000000-0000-4000-8000-000000000001',
  roles: ['EntitlementManagement.ReadWrite.All', 'User.ReadWrite.All', 'Group.ReadWrite.All'],
};

/** A person without any role. */
export const person = (oid: string): object => ({ as: 'user', oid, roles: [] });
