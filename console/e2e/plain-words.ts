/** Words of programmers: nobody who looks for plants should have to learn them. */
export const foreignWords =
  /\b(API|JSON|bbox|inference|arti?e?fact|null|undefined|NaN|GraphQL|mutation|cursor|token|payload|HTTPS?|URL|URI|server error|exception|cache|sync|pipeline|deploy\w*|idempot\w*|endpoint|dataset|back-?end|front-?end|viewport|render\w*|time-?out|pars(?:e|er|ing)|object Object|bucket|lambda|dynamo\w*|cognito|AWS|S3|hash|sha-?256|UUID|regex|schema|manifest|boolean|enum|localhost|stack trace|callback|config|param\w*)\b|(?-i:\b[A-Z]+_[A-Z_]+\b)/i;

/** What only a program calls a thing: a run of digits and letters such as 05049b1c. */
const machineName = /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/;

/** Names of files that cameras give, and of formats that people know by them. */
const knownNames = /DJI_\d+|GeoJSON/g;

/** What stands in a text and belongs to programs; undefined when there is nothing. */
export function foreignIn(text: string): string | undefined {
  const plain = text.replaceAll(knownNames, '');
  return foreignWords.exec(plain)?.[0] ?? machineName.exec(plain)?.[0];
}
