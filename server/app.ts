import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { giveBackCopies } from '#server/attempts/monitor/give-back.ts'
import { rehearsalRoutes } from '#server/attempts/rehearsal/routes.ts'
import { assessmentRoutes } from './assessment/routes.ts'
import { readStandings } from './assessment/standings.ts'
import { attemptRoutes } from './attempts/routes.ts'
import { authRoutes } from './auth/routes.ts'
import { closeDrafting } from './courses/drafting-work.ts'
import { coursesRoutes } from './courses/routes.ts'
import { examsRoutes } from './exams/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { gradingRoutes } from './grading/routes.ts'
import { settleExam } from './grading/settle-exam.ts'
import { lmsRoutes } from './lms/routes.ts'
import { apiPages } from './platform/api-pages.ts'
import type { Deps } from './platform/deps.ts'
import { formBodies } from './platform/form-bodies.ts'
import { headersOf, securityHeaders } from './platform/headers.ts'
import { healthRoutes } from './platform/health.ts'
import { jsonBodies } from './platform/json-bodies.ts'
import { loggerOptions } from './platform/log.ts'
import { longWorkOf } from './platform/long-work.ts'
import { closeMessages } from './platform/messages.ts'
import { metricsOf } from './platform/metrics.ts'
import { answerErrors, httpStatusOf } from './platform/refusals.ts'
import { createServe } from './platform/serve.ts'
import { site } from './platform/site.ts'
import { traceRequests } from './platform/tracing.ts'
import { trustedNeighbour, trustOf } from './platform/trust-proxy.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { commentRoutes } from './projects/comment-routes.ts'
import { projectsRoutes } from './projects/routes.ts'
import { questionsRoutes } from './questions/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { studentRoutes } from './students/routes.ts'

/** The whole server, its routes in the order of an exam's life. `main.ts` makes it listen. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { tls, logLevel } = deps.settings
  const isDetailed = ['debug', 'trace'].includes(logLevel)
  const options: FastifyServerOptions = {
    logger: loggerOptions(logLevel),
    trustProxy: trustOf(deps.settings.trustProxy),
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: requestIds(deps),
    // A line for each answer of each student would hide all others, and cost a tenth of a save.
    logController: new LogController({
      disableRequestLogging: (request) => isOfSitting(request as FastifyRequest) && !isDetailed,
    }),
    // An invalid address such as `/%` is refused before any route or hook.
    frameworkErrors: (_error, request, reply) => {
      const answer = reply as unknown as FastifyReply
      headersOf(deps.settings)(request as unknown as FastifyRequest, answer)
      void answer.code(httpStatusOf.not_found).send({ code: 'not_found' })
    },
  }
  // With TLS only the type of the raw server differs, and it is not used here.
  const app = Fastify((tls ? { ...options, https: tls } : options) as FastifyServerOptions)
  answerErrors(app, deps.settings)
  jsonBodies(app)
  formBodies(app)
  securityHeaders(app, deps.settings)
  const metrics = metricsOf(deps)
  if (metrics)
    app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
      metrics.answered({
        method,
        route: routeOptions.url ?? 'unmatched',
        status: statusCode,
        seconds: elapsedTime / 1000,
      })
    })
  await traceRequests(app, deps.settings)
  // Cookies are read where they are needed.
  await app.register(cookie, { hook: false })
  healthRoutes(app, deps)
  apiPages(app)

  const serve = createServe(app, deps)
  authRoutes(serve, deps)
  studentRoutes(serve, deps)
  questionsRoutes(serve, deps)
  coursesRoutes(serve, deps)
  examsRoutes(serve, deps, {
    close: (examId) => settleExam(deps, examId),
    reopen: (reopened) => giveBackCopies(deps, reopened),
    readStandings: readStandings(deps),
  })

  attemptRoutes(serve, deps)
  rehearsalRoutes(serve, deps, app)
  app.addHook('onClose', () => closeMessages(deps))
  app.addHook('onClose', () => closeDrafting(deps))
  app.addHook('onClose', async () => longWorkOf(deps).close())
  gradingRoutes(serve, deps)
  projectsRoutes(serve, deps)
  commentRoutes(serve, deps)
  assessmentRoutes(serve, deps)
  statisticsRoutes(serve, deps)
  exportRoutes(serve, deps)
  lmsRoutes(serve, deps, app)
  privacyRoutes(serve, deps)

  await site(app, deps)
  return app
}

const isOfSitting = ({ routeOptions }: FastifyRequest) => routeOptions.config?.isOfSitting === true

/**
 * One random prefix per server, then a counter: ids of two servers differ, and those of one are ordered. A trusted proxy
 * may have given one already, by which its own logs are found.
 */
function requestIds({ randomBytes, settings }: Deps) {
  const isTrusted = trustedNeighbour(settings.trustProxy)
  const own = randomBytes(8).toString('hex')
  let count = 0
  return ({ headers, socket }: IncomingMessage) => {
    const given = headers['x-request-id']
    if (typeof given === 'string' && /^[\w.:-]{8,100}$/.test(given) && isTrusted(socket.remoteAddress)) return given
    count += 1
    return `${own}-${count.toString(36)}`
  }
}
