import { DomainError } from '../errors/domain-error.js';

/** A state machine as a table: of each state, which moves are legal and where they lead. What is absent is illegal. */
export type Moves<State extends string> = Readonly<Record<State, Readonly<Partial<Record<string, State>>>>>;

type StateOf<Table> = Extract<keyof Table, string>;

/** The names of all moves of a table. */
export type MoveOf<Table> = { [State in keyof Table]: keyof Table[State] }[keyof Table];

/** The step that a table of moves allows: the next state, or a refusal that names the move, `what` it is of and its state. */
export const stepping =
  <Table extends Moves<StateOf<Table>>>(what: string, moves: Table) =>
  (state: StateOf<Table>, move: MoveOf<Table>): StateOf<Table> => {
    const from = moves[state] as Readonly<Partial<Record<MoveOf<Table>, StateOf<Table>>>>;
    const to = from[move];
    if (!to) throw new DomainError('InvalidState', `'${String(move)}' is not possible while ${what} is ${state}.`);
    return to;
  };
