/** A literal as it was written; what it means depends on what it is compared with. */
export interface Literal {
  readonly type: 'null' | 'boolean' | 'number' | 'string' | 'guid' | 'date' | 'dateTime' | 'duration' | 'enum';
  readonly text: string;
  /** The qualified name before an enumeration member, such as `microsoft.graph.orderState`. */
  readonly enumType?: string;
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'has';

/** The meaning of a `$filter`, or of a key of an `$orderby`; `at` is where in its text a part begins. */
export type Expression =
  | { readonly kind: 'literal'; readonly literal: Literal; readonly at: number }
  | { readonly kind: 'path'; readonly segments: readonly string[]; readonly at: number }
  /** How many entities a link leads to, as in `lines/$count`. */
  | { readonly kind: 'count'; readonly segments: readonly string[]; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[]; readonly at: number }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | { readonly kind: 'in'; readonly operand: Expression; readonly items: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'any' | 'all';
      readonly segments: readonly string[];
      /** What is asked of each entity under the variable's name; `any()` asks only whether there is one. */
      readonly each?: { readonly variable: string; readonly predicate: Expression };
      readonly at: number;
    };

/** What a `$search` looks for: words and phrases, and how they go together. */
export type Search =
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'not'; readonly operand: Search }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Search[] };

/** One key of an `$orderby`. */
export interface OrderItem {
  readonly by: Expression;
  readonly descending: boolean;
}

/** One link of an `$expand` (`*` for all of them) with the options for what it leads to. */
export interface ExpandItem {
  readonly name: string;
  readonly options: QueryOptions;
  /** The options as they were written, for a link to what is not shown. */
  readonly texts: ReadonlyMap<string, string>;
  /** How often a link to the same kind of entity is followed; once when left out. */
  readonly levels?: number;
}

/** The query options of one resource, understood but not yet held against its members. */
export interface QueryOptions {
  readonly filter?: Expression;
  readonly search?: Search;
  readonly select?: readonly string[];
  readonly expand?: readonly ExpandItem[];
  readonly orderby?: readonly OrderItem[];
  readonly top?: number;
  readonly skip?: number;
  readonly count?: boolean;
  readonly skiptoken?: string;
}

export type OptionName = keyof QueryOptions;
