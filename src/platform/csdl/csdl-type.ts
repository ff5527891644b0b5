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
  /** Where the ways to the product's collections begin. */
  readonly singletons: readonly string[];
}

export const qualified = (name: string): string => `graph.${name}`;

/** One type may be declared in several places: it has the members of all of them, each once, and null where one of them says so. */
export function merged(types: readonly CsdlType[]): CsdlType[] {
  return [...Map.groupBy(types, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    const members = Map.groupBy(
      same.flatMap((type) => type.members),
      ({ name }) => name,
    );
    return first ? [{ ...first, members: [...members.values()].flatMap(asOne) }] : [];
  });
}

function asOne(same: readonly CsdlMember[]): CsdlMember[] {
  const [first] = same;
  return first ? [{ ...first, nullable: same.some(({ nullable }) => nullable) }] : [];
}

/** The same types where some have other names. */
export function renamed(types: readonly CsdlType[], names: Readonly<Record<string, string>>): CsdlType[] {
  const typeNamed = (type: string) => {
    const other = names[type.replace(/^graph\./, '')];
    return other === undefined ? type : qualified(other);
  };
  return types.map((type) => ({
    ...type,
    name: names[type.name] ?? type.name,
    members: type.members.map((member) => ({ ...member, type: typeNamed(member.type) })),
  }));
}
