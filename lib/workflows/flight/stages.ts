/** JSONata for "this stage began when the state was entered". */
function stage(name: string): string {
  return `{ 'name': '${name}', 'startedAt': $states.context.State.EnteredTime }`;
}

/** Starts the variable `stages`, from which the report tells how long each stage took. */
export function firstStage(name: string): { stages: string } {
  return { stages: `{% [${stage(name)}] %}` };
}

/** Adds to the variable `stages`. */
export function nextStage(name: string): { stages: string } {
  return { stages: withStage(name) };
}

/** JSONata for the variable `stages` with one more. */
export function withStage(name: string): string {
  return `{% $append($stages, ${stage(name)}) %}`;
}
