import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { plural } from '#core/report/wording.ts';
import type { ListedModel } from '#platform/registry/registry.ts';
import type { Promoted } from './promote.ts';

/** The models as lines for people, the one in production first. */
export function describeModels(models: readonly ListedModel[]): string {
  if (models.length === 0) return 'No model is registered. Add one: umbel models register DIR\n';
  const order = { production: 0, candidate: 1, retired: 2 } as const;
  const width = Math.max(...models.map(({ modelId }) => modelId.length));
  return models
    .toSorted((a, b) => order[a.state] - order[b.state])
    .map(({ modelId, state, registeredAt, registeredBy, title }) => {
      const when = registeredAt.slice(0, 16).replace('T', ' ');
      return `${state.padEnd(11)}${modelId.padEnd(width + 2)}${when}  ${registeredBy}  ${title}\n`;
    })
    .join('');
}

/** Everything that is known of a model. */
export function describeModel(model: ListedModel): string {
  const { lineage, metrics } = model;
  const rows: readonly (readonly [string, string | number | null])[] = [
    ['Model', model.modelId],
    ['Title', model.title],
    ['State', model.state],
    ['Engine', model.engine],
    ['Registered', `${model.registeredAt} by ${model.registeredBy}`],
    ['Files', `${model.files}, ${(model.sizeBytes / 1000).toFixed(0)} kB`],
    ['SHA-256', model.manifestSha256],
    ['Learned from', lineage.dataset],
    ['Licence', lineage.licence],
    ['Snapshot', lineage.snapshotId],
    ['Made from', lineage.parent],
    ['Code', lineage.codeVersion],
    ['Seed', lineage.seed],
    ['Command', lineage.command],
    ['Trained', lineage.trainedAt],
    ...Object.entries(metrics).map(([name, value]) => [`  ${name}`, value] as const),
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${label.padEnd(width)}${value}\n`)
    .join('');
}

/** What a promotion did. */
export function describePromotion({ modelId, replaced, evidence, reason }: Promoted): string {
  const lines = [`${modelId} is in production${replaced === null ? '' : ` in place of ${replaced}`}.`];
  if (evidence !== undefined) {
    const { auc, averagePrecision, f1 } = evidence.metrics;
    const change = (name: string, { difference, interval }: typeof auc) =>
      `${name} ${signed(difference)} (${signed(interval.low)} to ${signed(interval.high)})`;
    lines.push(
      `On the ${plural(evidence.tiles, 'tile')} of ${evidence.heldOut}: ${change('AUC', auc)}, ${change('average precision', averagePrecision)}, ${change('F1', f1)}.`,
    );
  }
  if (reason !== undefined) lines.push(`Reason: ${reason}`);
  return `${lines.join('\n')}\n`;
}

/** The audit log for people, oldest first. */
export function describeLog(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'Nothing was done yet.\n';
  return entries.map((entry) => `${entry.at.slice(0, 19)}Z  ${entry.by}  ${whatWasDone(entry)}\n`).join('');
}

function whatWasDone(entry: AuditEntry): string {
  if (entry.action === 'registered') return `registered ${entry.modelId}`;
  const place = entry.replaced === null ? '' : ` in place of ${entry.replaced}`;
  const reason = entry.reason === undefined ? '' : `: ${entry.reason}`;
  if (entry.action === 'rolled-back') return `rolled back to ${entry.modelId}${place}${reason}`;
  const { evidence } = entry;
  const measured =
    evidence === undefined ? '' : `, AUC ${signed(evidence.metrics.auc.difference)} on ${plural(evidence.tiles, 'tile')}`;
  return `promoted ${entry.modelId}${place}${measured}${reason}`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(4)}`;
}
