/** How a class of events is kept: a name that never changes, and which member holds the id it is about. */
export interface StoredForm {
  readonly name: string;
  /** The member whose value is the aggregate's id: versions count up within it. */
  readonly aggregate: string;
  /** The member that names what is locked first when the event is handled; left out, the aggregate. */
  readonly locks?: string | undefined;
  readonly schemaVersion: number;
}

type EventClass = abstract new (...args: never[]) => object;

const forms = new Map<EventClass, StoredForm>();
const classes = new Map<string, EventClass>();

/** Declares the name under which a class of events is stored; a name that is taken stops the start. */
export function StoredAs(
  name: string,
  { aggregate, locks, schemaVersion = 1 }: { aggregate: string; locks?: string; schemaVersion?: number },
) {
  return (target: EventClass): void => {
    if (classes.has(name))
      throw new Error(`Two classes of events are stored as '${name}': choose another name for one.`);
    classes.set(name, target);
    forms.set(target, { name, aggregate, locks, schemaVersion });
  };
}

/** The stored form of an event; an undeclared class is a bug. */
export function storedFormOf(event: object): StoredForm {
  const form = forms.get(event.constructor as EventClass);
  if (!form) throw new Error(`${event.constructor.name} has no @StoredAs name.`);
  return form;
}

/** The name under which events of exactly this class are stored; an undeclared class is a bug. */
export function storedNameOf(eventClass: EventClass): string {
  const form = forms.get(eventClass);
  if (!form) throw new Error(`${eventClass.name} has no @StoredAs name.`);
  return form.name;
}

/** The event that was stored, as an instance of its class; undefined when nobody knows the name. */
export function revive(name: string, payload: unknown): object | undefined {
  const known = classes.get(name);
  return known && Object.assign<object, unknown>(Object.create(known.prototype as object) as object, payload);
}

/** The members of a stored event; undefined when what is stored are none, so that nobody can read them. */
export const membersOf = (payload: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    ? (payload as Readonly<Record<string, unknown>>)
    : undefined;

/** What is locked first when this event is handled; of an event that nobody can read, nothing. */
export function lockOf(name: string, payload: unknown): string {
  const known = classes.get(name);
  const form = known && forms.get(known);
  const members = membersOf(payload);
  return form && members ? String(members[form.locks ?? form.aggregate]) : '';
}
