/** The members that a body really carries, out of those named: what a PATCH changes. */
export function givenOf<Body extends object, Name extends keyof Body>(
  body: Body,
  ...names: Name[]
): GivenOf<Body, Name> {
  const given = names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]] as const);
  return Object.fromEntries(given) as GivenOf<Body, Name>;
}

type GivenOf<Body, Name extends keyof Body> = { [N in Name]?: Exclude<Body[N], undefined> };
