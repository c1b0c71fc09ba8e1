import { useState, type ReactNode } from 'react';
import { drift, type DriftResult, type ModelLine } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { agreementText, sureAgreement } from './agreement.ts';
import { HistogramChart } from './histogram-chart.tsx';
import { LineChart } from './line-chart.tsx';
import { modelName } from './model-name.ts';

type Figures = NonNullable<DriftResult['drift']>;

/** How the answers of a model change from flight to flight, against what they were when it was made. */
export function DriftSection({ models }: { readonly models: readonly ModelLine[] }): ReactNode {
  const { t, f } = useTexts();
  const inUse = models.find(({ inProduction }) => inProduction) ?? models[0];
  const [chosen, setChosen] = useState<string>();
  const modelId = chosen ?? inUse?.modelId;
  const answer = useAnswer('drift', drift, { modelId: modelId ?? '', days: 365 }, { enabled: modelId !== undefined });
  if (modelId === undefined) return null;
  return (
    <section className="card">
      <h2>{t.models.health}</h2>
      <p className="soft">{t.models.healthWhy}</p>
      {models.length < 2 ? null : (
        <div className="field flight-choice">
          <label htmlFor="drift-model">{t.flightTexts.model}</label>
          <select id="drift-model" value={modelId} onChange={(event) => setChosen(event.target.value)}>
            {models.map((model) => (
              <option key={model.modelId} value={model.modelId}>
                {modelName(model, models, f)}
              </option>
            ))}
          </select>
        </div>
      )}
      <Loaded answer={answer}>
        {({ drift: figures }) =>
          figures === null || figures.points.length === 0 ? <p>{t.models.noHealth}</p> : <Charts figures={figures} />
        }
      </Loaded>
    </section>
  );
}

function Charts({ figures }: { readonly figures: Figures }): ReactNode {
  const { t, f } = useTexts();
  const points = figures.points.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const latest = points.at(-1);
  const answered = points.reduce((sum, point) => sum + point.answered, 0);
  const lines = [
    [t.models.shift, t.models.shiftWhy, points.map(({ psi }) => psi), (value: number) => f.decimal(value)],
    [t.models.unsureShare, t.models.unsureShareWhy, points.map(({ lowConfidenceShare }) => lowConfidenceShare), f.percent],
  ] as const;
  return (
    <>
      {latest === undefined ? null : <Verdict point={latest} simulated={figures.simulated} />}
      <div className="charts">
      {lines.map(([title, why, values, format]) => (
        <LineChart key={title} title={title} why={why} days={points.map(({ day }) => f.date(day))} values={values} format={format} />
      ))}
      <LineChart
        title={t.models.agreement}
        why={t.models.agreementWhy}
        days={points.map(({ day }) => f.date(day))}
        values={points.map(sureAgreement)}
        format={(_, i) => agreementText(points[i]!, t, f)}
        without={answered === 0 ? undefined : t.models.tooFewAnswers(f.count(answered))}
      />
      {latest === undefined ? null : (
        <HistogramChart title={t.models.histogram(f.date(latest.day))} reference={figures.reference} values={latest.histogram} />
      )}
      </div>
    </>
  );
}

/** What the latest flight says of the model, in a sentence or three. */
function Verdict({
  point,
  simulated,
}: {
  readonly point: Figures['points'][number];
  readonly simulated: boolean;
}): ReactNode {
  const { t, f } = useTexts();
  const texts = t.models;
  const calm = !point.missesTooMany && point.level !== 'WATCH' && point.level !== 'ALARM';
  const sentences = [
    texts.levels[point.level],
    point.cause === 'NONE' ? '' : texts.causes[point.cause],
    point.missesTooMany ? texts.missesTooMany : '',
    simulated ? texts.onlySimulated : '',
  ];
  return (
    <p className={calm ? '' : 'notice-box'}>
      <strong>{texts.latest(f.date(point.day))}</strong> {sentences.filter((text) => text !== '').join(' ')}
    </p>
  );
}
