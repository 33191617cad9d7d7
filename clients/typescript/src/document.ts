/** Carries the types of a query; the name is that of graphql-codegen, whose documents fit here. */
export interface DocumentTypeDecoration<Result, Variables> {
  /** Nothing is ever here. */
  __apiType?: (variables: Variables) => Result;
}

/**
 * A query as text, with the types of its answer and of its variables. Those that graphql-codegen makes of your own queries
 * (`documentMode: 'string'`) fit as well as those of this package, and so does a plain text.
 */
export interface TypedDocument<Result, Variables> extends DocumentTypeDecoration<Result, Variables> {
  toString(): string;
}

/** The text of a document, or TypeError where it is none. */
export function textOf(document: TypedDocument<unknown, never>): string {
  const text = document.toString().trim();
  if (/^(query|mutation|fragment|\{|#)/.test(text)) return text;
  throw new TypeError(
    `A query must be given as text, got ${JSON.stringify(text.slice(0, 80))}. Of graphql-codegen, use documentMode: 'string'.`,
  );
}
