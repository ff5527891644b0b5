import { schemaNameOf } from '../edm/type-names.js';

type Class = abstract new (...args: never[]) => object;

const said = new Map<Class, object>();

/** Shows what a body may look like; it can be sent as it stands where the demo data is. */
export const Example =
  (value: object) =>
  (target: Class): void =>
    void said.set(target, value);

/** The example of the class whose schema has that name. */
export const exampleOfSchema = (name: string): object | undefined =>
  [...said].find(([type]) => schemaNameOf(type) === name)?.[1];
