import type { Distributed } from '../machine.ts';
import { recallText, type Execution } from '../run-context.ts';
import type { MapAttempt } from '../states/map.ts';

/** One run of a DISTRIBUTED Map. */
export interface MapRun {
  /** The frame of the journal that holds the results of its children. */
  readonly frame: string;
  readonly uuid: string;
  readonly arn: string;
  /** True when ResultWriter will write the inputs beside the outputs. */
  readonly keepsInputs: boolean;
  /** Children known so far. */
  childCount: number;
}

/** The Map run of an attempt; the same one after a crash. */
export function mapRunOf(attempt: MapAttempt, options: Distributed): MapRun {
  const { execution } = attempt.visit.frame;
  const uuid = recallText(execution, `${attempt.place.key}@run`, () => execution.run.host.uuid());
  return {
    frame: `${execution.frame}/${attempt.place.key}`,
    uuid,
    arn: arnOf(execution, 'mapRun', `${labelOf(attempt, options)}:${uuid}`),
    keepsInputs: options.writer?.transformation === 'NONE',
    childCount: 0,
  };
}

/** Id, name and journal frame of one child. */
export function childIdentity(
  attempt: MapAttempt,
  mapRun: MapRun,
  index: number,
): Pick<Execution, 'id' | 'name' | 'frame'> {
  const { execution } = attempt.visit.frame;
  const name = `${mapRun.uuid}-${index}`;
  const label = attempt.state.distributed === undefined ? '' : labelOf(attempt, attempt.state.distributed);
  return { id: arnOf(execution, 'execution', `${label}:${name}`), name, frame: `${mapRun.frame}/${index}` };
}

function labelOf(attempt: MapAttempt, options: Distributed): string {
  return options.label === '' ? attempt.state.name : options.label;
}

/** `arn:…:<kind>:<state machine>/<rest>`, made from the id of the execution. */
function arnOf(execution: Execution, kind: string, rest: string): string {
  const parts = execution.id.split(':');
  if (parts.length < 7) return `${execution.id}/${rest}`;
  return [...parts.slice(0, 5), kind, `${parts[6]}/${rest}`].join(':');
}
