import type { MiddlewareObj } from '@middy/core';

/**
 * The middleware that traces calls with X-Ray; none where tracing is off. The SDK behind it watches every
 * promise of its process and takes a tenth of a second to load: it is loaded only where traces go somewhere, and beside
 * the rest of the start.
 */
export function traceCalls(): MiddlewareObj[] {
  if (process.env['POWERTOOLS_TRACE_ENABLED'] === 'false') return [];
  const loading = loadTracing();
  // The first call reports it; before that nobody waits for it.
  loading.catch(() => undefined);
  return [
    {
      before: async (request) => (await loading).before?.(request),
      after: async (request) => (await loading).after?.(request),
      onError: async (request) => (await loading).onError?.(request),
    },
  ];
}

async function loadTracing(): Promise<MiddlewareObj> {
  const [{ Tracer }, { captureLambdaHandler }] = await Promise.all([
    import('@aws-lambda-powertools/tracer'),
    import('@aws-lambda-powertools/tracer/middleware'),
  ]);
  return captureLambdaHandler(new Tracer(), { captureResponse: false });
}
