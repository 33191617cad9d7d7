import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  visit,
} from 'graphql';
import { LimitExceeded } from './limit-exceeded';
import { type LimitName, type Limits, UNCOUNTABLE } from './limits';

/** How large something is that a query selects, with fragments put in their places. */
interface Size {
  depth: number;
  fields: number;
  /** The fields of its outermost level. */
  outermost: number;
}

const NOTHING: Size = { depth: 0, fields: 0, outermost: 0 };

/** Measures selections, each fragment once: what names itself over and over grows in number alone. */
function measurer(document: DocumentNode): (set: SelectionSetNode | undefined) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const known = new Map<string, Size>();

  const ofFragment = (name: string): Size => {
    let size = known.get(name);
    if (!size) {
      // A fragment in itself is refused by another rule, which names it.
      known.set(name, NOTHING);
      known.set(name, (size = measure(fragments.get(name)?.selectionSet)));
    }
    return size;
  };
  const measure = (set: SelectionSetNode | undefined): Size => {
    let { depth, fields, outermost } = NOTHING;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const below = measure(selection.selectionSet);
        depth = Math.max(depth, below.depth + 1);
        fields = Math.min(fields + below.fields + 1, UNCOUNTABLE);
        outermost = Math.min(outermost + 1, UNCOUNTABLE);
      } else {
        const within =
          selection.kind === Kind.INLINE_FRAGMENT ? measure(selection.selectionSet) : ofFragment(selection.name.value);
        depth = Math.max(depth, within.depth);
        fields = Math.min(fields + within.fields, UNCOUNTABLE);
        outermost = Math.min(outermost + within.outermost, UNCOUNTABLE);
      }
    }
    return { depth, fields, outermost };
  };
  return measure;
}

/** What the text of a query has of what is limited, whatever its variables: the most of any of its operations. */
export function measureQuery(document: DocumentNode): Partial<Record<LimitName, number>> {
  const operations = document.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const measure = measurer(document);
  const sizes = operations.map(({ selectionSet }) => measure(selectionSet));
  const largest = (what: keyof Size): number => Math.max(0, ...sizes.map((size) => size[what]));
  let [aliases, directives] = [0, 0];
  visit(document, {
    Field: ({ alias }) => void (aliases += alias ? 1 : 0),
    Directive: () => void directives++,
  });
  return {
    operations: operations.length,
    depth: largest('depth'),
    rootFields: largest('outermost'),
    aliases,
    directives,
    fields: largest('fields'),
  };
}

/** The rule of validation that a query keeps to the limits on its text. */
export const keepsToLimits =
  (limits: Limits) =>
  (context: ValidationContext): ASTVisitor => ({
    Document(document) {
      for (const error of excessesOf(document, limits)) context.reportError(error);
    },
  });

function excessesOf(document: DocumentNode, limits: Limits): GraphQLError[] {
  return Object.entries(measureQuery(document))
    .filter(([name, had]) => had > limits[name as LimitName])
    .map(([name, had]) => new LimitExceeded(name as LimitName, limits[name as LimitName], had));
}
