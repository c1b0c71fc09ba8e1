import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { scorerMetrics } from './scorer-metrics.ts';
import type { WatchedParts } from './watched-parts.ts';

const period = Duration.minutes(5);
const half = 12;

/** One page that tells how the deployment is: alarms first, then flights, queue and workers, photos, functions. */
export function dashboard(scope: Construct, parts: WatchedParts, all: readonly Alarm[]): Dashboard {
  const { config, workflow, scorer } = parts;
  const { waiting, unfinished, running } = scorerMetrics(scorer);
  const page = new Dashboard(scope, 'Dashboard', { dashboardName: config.prefix });
  page.addWidgets(
    new TextWidget({
      markdown:
        '# Umbel\nEach alarm names its page in `docs/runbooks`. `umbel status FLIGHT` tells of one flight.',
      width: 24,
      height: 2,
    }),
    new AlarmStatusWidget({ title: 'Alarms', alarms: [...all], width: 24, height: 4 }),
  );
  page.addWidgets(
    graph('Runs of flights', [
      workflow.metricStarted({ period }),
      workflow.metricSucceeded({ period }),
      workflow.metricFailed({ period }),
    ]),
    graph('Batches to score', [waiting, unfinished]),
  );
  page.addWidgets(
    graph('Workers', [running]),
    graph('Photos', [
      umbel('PhotosTiled', 'tile-photos'),
      umbel('PhotosQuarantined', 'tile-photos'),
      umbel('ReviewTiles', 'cut-review-tiles'),
    ]),
  );
  page.addWidgets(
    graph('Functions at once', functionMetrics(parts, 'ConcurrentExecutions', 'Maximum')),
    graph('Failures of functions', functionMetrics(parts, 'Errors', 'Sum')),
  );
  return page;
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: half, height: 6 });
}

function umbel(metricName: string, service: string): Metric {
  return new Metric({ namespace: 'Umbel', metricName, dimensionsMap: { service }, period, statistic: 'Sum' });
}

function functionMetrics(
  { config, functions }: WatchedParts,
  metricName: string,
  statistic: string,
): Metric[] {
  return functions.map(
    (name) =>
      new Metric({
        namespace: 'AWS/Lambda',
        metricName,
        dimensionsMap: { FunctionName: `${config.prefix}-${name}` },
        label: name,
        period,
        statistic,
      }),
  );
}
