import { DomainError } from '../../../platform/errors/domain-error.js';
import { OneOf, Parts } from '../../../platform/edm/members.js';

type Members = Readonly<Record<string, unknown>>;

const keeper = 'IsApprovalRequired';
const flags: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** One parameter of a request; beta's type. */
export class KeyValuePair {
  @OneOf([keeper], 'required') name: string;
  @OneOf(['true', 'false'], 'required') value: string;
}

/** A request as beta has it, for the names of its members; what they say is judged in `requestFromBeta`. */
export class RequestInBeta {
  @Parts(() => KeyValuePair, 10) parameters?: KeyValuePair[] | null;
}

/** The same request with what its parameters say in our words; null and an empty collection say nothing. */
export function requestFromBeta({ parameters, ...others }: Members): Members {
  const keepsApproval = whatIsSaid(parameters ?? []);
  return keepsApproval === undefined ? others : { ...others, keepsApproval };
}

/** Whether the approval is kept that a direct assignment passes over; undefined where no parameter says so. */
function whatIsSaid(parameters: unknown): boolean | undefined {
  if (!Array.isArray(parameters)) throw wrong("'parameters' must be an array of objects");
  const [said, ...more] = parameters.map(flagIn);
  if (more.length > 0) throw wrong(`'parameters' says '${keeper}' more than once: send it once`);
  return said;
}

function flagIn(parameter: unknown, at: number): boolean {
  if (typeof parameter !== 'object' || parameter === null) throw wrong(`'parameters[${at}]' must be an object`);
  const { name, value } = parameter as Members;
  if (inLowerCase(name) !== inLowerCase(keeper)) throw wrong(`'parameters[${at}].name' must be '${keeper}'`);
  const flag = flags.get(inLowerCase(value));
  if (flag === undefined) throw wrong(`'parameters[${at}].value' must be the text 'true' or 'false'`);
  return flag;
}

const inLowerCase = (text: unknown): unknown => (typeof text === 'string' ? text.toLowerCase() : undefined);

const wrong = (what: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${what}.`);
