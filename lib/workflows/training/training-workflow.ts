import { type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { askTrainer } from './ask-trainer.ts';
import type { TrainingParts } from './parts.ts';

/**
 * The states of the workflow `training`: train, measure beside the model in production, register as a candidate. A person promotes
 * it: no state does. What a failed execution has finished lies in the work bucket; the same input under another name does it anew.
 */
export function trainingStates(scope: Construct, parts: TrainingParts): IChainable {
  const train = askTrainer(scope, 'TrainModel', parts, {
    kind: 'train-model',
    assign: { trained: '{% $states.result %}' },
  });
  const compare = askTrainer(scope, 'CompareModel', parts, {
    kind: 'compare-model',
    assign: { compared: '{% $states.result %}' },
  });
  const register = askTrainer(scope, 'RegisterModel', parts, {
    kind: 'register-model',
    outputs: "{% { 'trained': $trained, 'compared': $compared, 'registered': $states.result } %}",
  });
  return train.next(compare).next(register).next(Succeed.jsonata(scope, 'Done'));
}
