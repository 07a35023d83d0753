import type { Span } from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Settings } from './deps.ts'
import { thisVersion } from './this-version.ts'
import { trustedNeighbour } from './trust-proxy.ts'

/**
 * Sends one span per request to an OpenTelemetry collector (OTLP over HTTP, JSON). A span tells the method, the route,
 * the status and the request id of the logs, never an address, a person or what was asked. A trace that a trusted proxy
 * began is continued. The packages are loaded only when somebody collects.
 */
export async function traceRequests(app: FastifyInstance, { tracesTo, trustProxy }: Settings) {
  if (tracesTo === null) return
  const [api, { W3CTraceContextPropagator }, { resourceFromAttributes }, sdk, { OTLPTraceExporter }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${tracesTo.replace(/\/$/, '')}/v1/traces` })
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'bareme', 'service.version': thisVersion }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('bareme')
  const propagator = new W3CTraceContextPropagator()
  const isTrusted = trustedNeighbour(trustProxy)
  const spans = new WeakMap<FastifyRequest, Span>()

  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? 'unmatched'
    const context = isTrusted(request.raw.socket.remoteAddress)
      ? propagator.extract(api.ROOT_CONTEXT, request.headers, api.defaultTextMapGetter)
      : api.ROOT_CONTEXT
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'bareme.request_id': request.id,
    }
    const span = tracer.startSpan(`${request.method} ${route}`, { kind: api.SpanKind.SERVER, attributes }, context)
    spans.set(request, span)
  })
  app.addHook('onResponse', async (request, { statusCode }) => {
    const span = spans.get(request)
    span?.setAttribute('http.response.status_code', statusCode)
    if (statusCode >= 500) span?.setStatus({ code: api.SpanStatusCode.ERROR })
    span?.end()
  })
  // What is left is sent; a collector that does not answer holds nothing up for long.
  app.addHook('onClose', () => provider.shutdown().catch(() => undefined))
}
