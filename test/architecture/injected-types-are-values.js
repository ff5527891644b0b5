import ts from 'typescript';

/**
 * Finds constructor parameters of decorated classes that are classes imported with `import type`.
 *
 * Such an import compiles, is erased, and leaves Nest with `Object` to inject.
 */
export const injectedTypesAreValues = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { erased: "'{{name}}' is injected: import it as a value, not with 'import type'." },
  },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;
    const isClass = (node) => ((getTypeAtLocation(node).symbol?.flags ?? 0) & ts.SymbolFlags.Class) !== 0;
    const erased = new Set();
    return {
      ImportDeclaration(node) {
        for (const specifier of node.specifiers) {
          if (node.importKind === 'type' || specifier.importKind === 'type') erased.add(specifier.local.name);
        }
      },
      "MethodDefinition[kind='constructor']"(node) {
        if (node.parent.parent.decorators.length === 0) return;
        for (const parameter of node.value.params.filter(({ decorators }) => decorators.length === 0)) {
          const type = (parameter.parameter ?? parameter).typeAnnotation?.typeAnnotation;
          const name = type?.typeName?.name;
          if (erased.has(name) && isClass(type))
            context.report({ node: parameter, messageId: 'erased', data: { name } });
        }
      },
    };
  },
};
