/** An operation together with the types of its variables and of its result. */
export interface TypedDocument<Result, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there; it only carries the types. */
  readonly types?: (variables: Variables) => Result;
}
