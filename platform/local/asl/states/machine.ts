import { AslError, refusal } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Machine, State } from '../machine.ts';
import type { Frame, Visit } from '../run-context.ts';
import type { Step } from './flow.ts';
import { runMap } from './map.ts';
import { runParallel } from './parallel.ts';
import { runChoice, runFail, runPass, runSucceed, runWait } from './simple.ts';
import { runTask } from './task.ts';

/** A STANDARD execution has at most 25,000 events; every visit of a state makes at least two. */
const mostVisits = 12_500;

/** The output of the machine's last state. @throws AslError when a state fails and nothing catches it */
export async function runMachine(frame: Frame, machine: Machine, input: Json): Promise<Json> {
  const { execution } = frame;
  const { emit } = execution.run;
  let name: string | undefined = machine.startAt;
  let data = input;
  for (let ordinal = 0; name !== undefined; ordinal += 1) {
    frame.signal.throwIfAborted();
    if (ordinal >= mostVisits)
      throw new AslError('States.Runtime', 'The execution reached the maximum number of history events.');
    const state = stateOf(machine, name);
    // The key of a visit ends where the next slash begins: names must not bring one along.
    const key = `${frame.path}${ordinal}.${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    emit({ type: 'state-entered', stateName: name, executionId: execution.id });
    const enteredAtMs = execution.run.host.clock.now();
    const step = await runState({ frame, state, key, input: data, enteredAtMs });
    emit({ type: 'state-exited', stateName: name, executionId: execution.id });
    data = step.output;
    name = step.next;
  }
  return data;
}

function stateOf(machine: Machine, name: string): State {
  const state = machine.states.get(name);
  if (state === undefined) throw refusal(`there is no state '${name}'`);
  return state;
}

function runState(visit: Visit): Promise<Step> {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
      return runPass(visit, state);
    case 'Task':
      return runTask(visit, state);
    case 'Choice':
      return runChoice(visit, state);
    case 'Wait':
      return runWait(visit, state);
    case 'Succeed':
      return runSucceed(visit, state);
    case 'Fail':
      return runFail(visit, state);
    case 'Parallel':
      return runParallel(visit, state);
    default:
      return runMap(visit, state);
  }
}
