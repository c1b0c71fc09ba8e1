/** A parsed JSONPath: where it starts, and the steps from there. */
export interface Path {
  readonly text: string;
  readonly root: PathRoot;
  readonly steps: readonly Step[];
  /** False when it can select several values: the answer is then always an array. */
  readonly definite: boolean;
}

/** `$` is the data at hand, `$$` the context object, `$name` a variable. */
export type PathRoot =
  | { readonly kind: 'data' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string };

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  /** A negative index counts from the end. */
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: the step is tried at every depth. */
  | { readonly kind: 'deep'; readonly step: Step };
