import { useState, type ReactNode } from 'react';
import { models as modelsDocument, promotions, type ModelLine, type PromotionLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useAbilities } from '../app/use-me.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { DriftSection } from './drift-section.tsx';
import { asFamily } from './lineage.ts';
import { modelName } from './model-name.ts';
import { PromoteDialog, type Change } from './promote-dialog.tsx';
import '../flights/flights.css';
import './models.css';

/** Which models there are, where each comes from, how good it is, which one is used and why. */
export function ModelsPage({ modelId }: { readonly modelId?: string }): ReactNode {
  const { t } = useTexts();
  const answer = useAnswer('models', modelsDocument, { first: 100 });
  return (
    <Page title={t.models.title} lead={t.models.lead}>
      <Loaded answer={answer}>
        {({ models: { items } }) => (
          <div className="stack">
            {items.length === 0 ? <p className="card soft">{t.models.none}</p> : null}
            <ModelList models={items} chosen={modelId} />
            <DriftSection models={items} />
            <Promotions models={items} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function ModelList({ models, chosen }: { readonly models: readonly ModelLine[]; readonly chosen: string | undefined }): ReactNode {
  const [change, setChange] = useState<Change>();
  const version = useAnswer('promotions', promotions, { first: 20 }).data?.promotions.version;
  return (
    <>
      <ul className="models">
        {asFamily(models).map(({ model, depth }) => (
          <li key={model.modelId} className="card model" style={{ marginLeft: `${Math.min(depth, 4) * 1.75}rem` }} aria-current={model.modelId === chosen}>
            <ModelCard model={model} models={models} onPromote={() => setChange({ kind: 'promote', model })} />
          </li>
        ))}
      </ul>
      {change === undefined ? null : <PromoteDialog change={change} version={version} onClose={() => setChange(undefined)} />}
    </>
  );
}

function ModelCard({
  model,
  models,
  onPromote,
}: {
  readonly model: ModelLine;
  readonly models: readonly ModelLine[];
  readonly onPromote: () => void;
}): ReactNode {
  const { t, f } = useTexts();
  const { promotes } = useAbilities();
  const parent = models.find(({ modelId }) => modelId === model.parent);
  return (
    <>
      <div className="flight-head">
        <h2>{model.title}</h2>
        {model.inProduction ? <span className="tag">{t.models.inUse}</span> : null}
      </div>
      <p className="soft small">
        {[
          model.trainedAt === null ? undefined : t.models.trained(f.dateTime(model.trainedAt)),
          parent === undefined ? undefined : t.models.from(modelName(parent, models, f)),
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
      <Description model={model} />
      <dl className="figures model-figures">
        <MetricItems metrics={model.metrics.filter(({ name }) => mainMetrics.has(name))} />
        <div>
          <dt>{t.models.threshold}</dt>
          <dd>{f.percent(model.threshold)}</dd>
        </div>
      </dl>
      <details className="model-more">
        <summary>{t.models.moreFigures}</summary>
        <dl className="facts">
          <MetricItems metrics={model.metrics.filter(({ name }) => !mainMetrics.has(name))} />
        </dl>
        <p className="small soft">
          {model.dataset.simulated
            ? t.models.learntFromPainted(f.count(model.dataset.tiles))
            : t.models.learntFrom(
                f.count(model.dataset.tiles),
                model.dataset.description,
                model.dataset.licence,
              )}
        </p>
      </details>
      {promotes && !model.inProduction ? (
        <button type="button" onClick={onPromote}>
          {t.models.use}
        </button>
      ) : null}
    </>
  );
}

/** What the maker says of a model. Makers of painted photos are programmers: of their models the console speaks itself. */
function Description({ model }: { readonly model: ModelLine }): ReactNode {
  const { t } = useTexts();
  if (model.dataset.simulated) return <p>{t.models.painted}</p>;
  return model.description === null ? null : <p>{model.description}</p>;
}

/** The figures that say at a glance how good a model is. */
const mainMetrics: ReadonlySet<string> = new Set(['averagePrecision', 'precision', 'recall']);

/** Figures under the names that people know them by; what has none is for programs. */
function MetricItems({ metrics }: { readonly metrics: ModelLine['metrics'] }): ReactNode {
  const { t, f } = useTexts();
  return metrics.map(({ name, value }) => {
    const title = t.models.metrics[name];
    if (title === undefined) return null;
    return (
      <div key={name}>
        <dt>{title}</dt>
        <dd>{Number.isInteger(value) ? f.count(value) : f.decimal(value)}</dd>
      </div>
    );
  });
}

function Promotions({ models }: { readonly models: readonly ModelLine[] }): ReactNode {
  const { t } = useTexts();
  const { promotes } = useAbilities();
  const answer = useAnswer('promotions', promotions, { first: 20 });
  const [open, setOpen] = useState(false);
  const canRollBack = promotes && (answer.data?.promotions.items[0]?.former ?? null) !== null;
  return (
    <section className="card">
      <div className="flight-head">
        <h2>{t.models.history}</h2>
        {canRollBack ? (
          <button type="button" onClick={() => setOpen(true)}>
            {t.models.rollBack}
          </button>
        ) : null}
      </div>
      <Loaded answer={answer}>
        {({ promotions: { items } }) =>
          items.length === 0 ? (
            <p className="soft">{t.models.noHistory}</p>
          ) : (
            <ol className="promotions">
              {items.map((promotion) => (
                <PromotionItem key={promotion.promotionId} promotion={promotion} models={models} />
              ))}
            </ol>
          )
        }
      </Loaded>
      {open ? <PromoteDialog change={{ kind: 'roll-back' }} version={answer.data?.promotions.version} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

function PromotionItem({ promotion, models }: { readonly promotion: PromotionLine; readonly models: readonly ModelLine[] }): ReactNode {
  const { t, f } = useTexts();
  const titleOf = (id: string) => {
    const model = models.find(({ modelId }) => modelId === id);
    return model === undefined ? t.models.formerModel : modelName(model, models, f);
  };
  return (
    <li>
      <p>
        <strong>{titleOf(promotion.modelId)}</strong> {promotion.rollback ? t.models.cameBack : t.models.cameIn}
        {promotion.former === null ? null : `, ${t.models.before(titleOf(promotion.former))}`}
      </p>
      <p>{promotion.reason}</p>
      <p className="small soft">
        {f.dateTime(promotion.at)}
        {promotion.who === null ? null : ` · ${promotion.who}`}
      </p>
    </li>
  );
}
