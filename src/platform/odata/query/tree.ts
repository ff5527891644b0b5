/** A literal as it was written; what it means depends on the member it is compared with. */
export interface Literal {
  readonly type: 'null' | 'boolean' | 'number' | 'string' | 'guid' | 'date' | 'dateTime' | 'enum';
  readonly text: string;
  /** The qualified name before an enumeration member, such as `microsoft.graph.accessPackageRequestState`. */
  readonly enumType?: string;
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** The meaning of a `$filter`; `at` is where in its text a part begins. */
export type Expression =
  | { readonly kind: 'literal'; readonly literal: Literal; readonly at: number }
  | { readonly kind: 'path'; readonly segments: readonly string[]; readonly at: number }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | { readonly kind: 'in'; readonly operand: Expression; readonly items: readonly Expression[]; readonly at: number };

/** One key of an `$orderby`. */
export interface OrderItem {
  readonly segments: readonly string[];
  readonly descending: boolean;
}

/** One link of an `$expand` (`*` for all of them) with the options for what it leads to. */
export interface ExpandItem {
  readonly name: string;
  readonly options: QueryOptions;
}

/** The query options of one resource, understood but not yet held against its members. */
export interface QueryOptions {
  readonly filter?: Expression;
  readonly select?: readonly string[];
  readonly expand?: readonly ExpandItem[];
  readonly orderby?: readonly OrderItem[];
  readonly top?: number;
  readonly skiptoken?: string;
}

export type OptionName = keyof QueryOptions;
