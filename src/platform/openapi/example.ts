type Class = abstract new (...args: never[]) => object;

const said = new Map<string, object>();

/** Shows what a body may look like; it can be sent as it stands where the demo data is. */
export const Example =
  (value: object) =>
  (target: Class): void =>
    void said.set(target.name, value);

/** The example of the class of that name. */
export const exampleOfClass = (name: string): object | undefined => said.get(name);
