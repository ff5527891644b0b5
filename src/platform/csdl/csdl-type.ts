/** A member of a structured type, with its type as CSDL writes it. */
export interface CsdlMember {
  readonly name: string;
  /** Such as `Edm.String` or `graph.expirationPattern`, without its `Collection(...)`. */
  readonly type: string;
  readonly many: boolean;
  readonly nullable: boolean;
  /** Leads to an entity. */
  readonly isNavigation: boolean;
  /** What it leads to has no other address. */
  readonly isContained?: boolean;
}

/** An entity or complex type. */
export interface CsdlType {
  /** Without `microsoft.graph.`; a dot in it separates a namespace. */
  readonly name: string;
  readonly kind: 'EntityType' | 'ComplexType';
  readonly base?: string;
  readonly isAbstract?: boolean;
  readonly members: readonly CsdlMember[];
}

/** Something that can be called on an entity or on a collection. */
export interface CsdlCall {
  readonly kind: 'Action' | 'Function';
  readonly name: string;
  readonly boundTo: string;
  readonly parameters: readonly string[];
  readonly answers?: string;
}

/** Everything that `$metadata` tells. */
export interface Csdl {
  readonly types: readonly CsdlType[];
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly calls: readonly CsdlCall[];
  readonly entitySets: readonly { readonly name: string; readonly type: string }[];
}

export const qualified = (name: string): string => `graph.${name}`;

/** One type may be declared in several places: it has the members of all of them, each once. */
export function merged(types: readonly CsdlType[]): CsdlType[] {
  return [...Map.groupBy(types, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    const members = new Map(same.toReversed().flatMap((type) => type.members.map((member) => [member.name, member])));
    return first ? [{ ...first, members: [...members.values()] }] : [];
  });
}
