/** How a class of events is kept: a name that never changes, and which member holds the id it is about. */
export interface StoredForm {
  readonly name: string;
  /** The member whose value is the aggregate's id: versions count up within it. */
  readonly aggregate: string;
  /** The member that names what is locked first when the event is handled; left out, the aggregate. */
  readonly locks?: string | undefined;
  readonly schemaVersion: number;
  readonly before?: FormBefore | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** How an event is kept in the release before, beside whose processes those of now run during an upgrade. */
export interface FormBefore {
  /** What an event that was stored so means in the members of now (upcaster); asked of every event that is read. */
  readonly read: (stored: Members) => Members;
  /** The members that processes of then look for: stored beside those of now until none of them runs any more. */
  readonly alsoStored: (event: Members) => Members;
}

/** A member that had another name and other words in the release before: `words` says those of then by those of now. */
export const memberBefore = (now: string, then: string, words: Readonly<Record<string, string>>): FormBefore => ({
  read: ({ [then]: word, ...members }) => {
    const meant = Object.keys(words).find((one) => words[one] === word);
    return { ...(meant === undefined ? {} : { [now]: meant }), ...members };
  },
  alsoStored: (event) => ({ [then]: words[String(event[now])] }),
});

type EventClass = abstract new (...args: never[]) => object;

const forms = new Map<EventClass, StoredForm>();
const classes = new Map<string, EventClass>();

/** Declares the name under which a class of events is stored; a name that is taken stops the start. */
export function StoredAs(
  name: string,
  { schemaVersion = 1, ...form }: Omit<StoredForm, 'name' | 'schemaVersion'> & { readonly schemaVersion?: number },
) {
  return (target: EventClass): void => {
    if (classes.has(name))
      throw new Error(`Two classes of events are stored as '${name}': choose another name for one.`);
    classes.set(name, target);
    forms.set(target, { ...form, name, schemaVersion });
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

/** What the log keeps of an event: its members, and those that processes of the release before look for. */
export const payloadOf = (event: object): Members => ({
  ...event,
  ...storedFormOf(event).before?.alsoStored(event as Members),
});

/** The event that was stored, as an instance of its class; undefined when nobody knows the name. */
export function revive(name: string, payload: unknown): object | undefined {
  const known = classes.get(name);
  if (!known) return undefined;
  const stored = membersOf(payload);
  const members = stored && (forms.get(known)?.before?.read(stored) ?? stored);
  return Object.assign(Object.create(known.prototype as object) as object, members);
}

/** The members of a stored event; undefined when what is stored are none, so that nobody can read them. */
export const membersOf = (payload: unknown): Members | undefined =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? (payload as Members) : undefined;

/** What is locked first when this event is handled; of an event that nobody can read, nothing. */
export function lockOf(name: string, payload: unknown): string {
  const known = classes.get(name);
  const form = known && forms.get(known);
  const members = membersOf(payload);
  return form && members ? String(members[form.locks ?? form.aggregate]) : '';
}
