import type { ModelLine } from '../api/operations.generated.ts';
import type { Formats } from '../texts/formats.ts';

type Named = Pick<ModelLine, 'modelId' | 'title' | 'trainedAt'>;

/** What a model is called: its title, and when it was made where another one has the same title. */
export function modelName(model: Named, all: readonly Named[], f: Formats): string {
  const isAlone = all.every(({ title, modelId }) => title !== model.title || modelId === model.modelId);
  return isAlone || model.trainedAt === null ? model.title : `${model.title} (${f.dateTime(model.trainedAt)})`;
}
