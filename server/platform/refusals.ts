import type { FastifyError, FastifyInstance } from 'fastify'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import type { Settings } from './deps.ts'
import { headersOf } from './headers.ts'

/** The HTTP status of each refusal. */
export const httpStatusOf: Record<RefusalCode, number> = {
  invalid_request: 400,
  too_large: 413,
  file_too_heavy: 422,
  server_busy: 503,
  wait_turn: 503,
  too_many_requests: 429,
  cross_site: 403,
  not_signed_in: 401,
  not_allowed: 403,
  own_work: 403,
  not_found: 404,
  changed_meanwhile: 409,
  wrong_credentials: 401,
  wrong_code: 401,
  second_factor_needed: 401,
  wrong_second_factor: 401,
  second_factor_missing: 403,
  second_factor_on: 409,
  link_unusable: 410,
  password_too_short: 422,
  password_too_common: 422,
  email_taken: 409,
  provider_down: 503,
  provider_failed: 401,
  sign_on_expired: 401,
  email_unverified: 403,
  identity_taken: 403,
  staff_waiting: 403,
  staff_refused: 403,
  student_unknown: 403,
  other_copy_running: 409,
  last_owner: 409,
  member_elsewhere: 409,
  own_link: 409,
  token_unusable: 401,
  token_not_accepted: 403,
  token_scope: 403,
  too_many_tokens: 409,
  mail_off: 409,
  address_unreadable: 422,
  address_loopback: 422,
  course_archived: 409,
  lms_address_refused: 422,
  lms_launch_over: 410,
  lms_identity_taken: 409,
  lms_unavailable: 502,
  exam_under_way: 409,
  unreadable_file: 422,
  material_unreadable: 422,
  nothing_to_import: 422,
  nothing_to_preview: 409,
  preview_outdated: 409,
  import_in_use: 409,
  student_exists: 409,
  student_gone: 409,
  merge_conflict: 409,
  confirmation_differs: 422,
  still_kept: 409,
  copy_running: 409,
  question_not_ready: 422,
  draft_not_proven: 422,
  questions_in_use: 409,
  image_too_large: 413,
  image_too_wide: 422,
  image_svg: 422,
  image_damaged: 422,
  not_an_image: 422,
  too_many_images: 409,
  outline_changed: 409,
  outline_title_taken: 409,
  outline_too_large: 422,
  outline_in_use: 409,
  assistant_off: 409,
  // Not a 502: what stands in front may put a page of its own in its place.
  assistant_failed: 422,
  exam_not_editable: 409,
  retake_of_retake: 409,
  exam_not_open: 409,
  exam_closed: 409,
  exam_wrong_state: 409,
  exam_without_questions: 422,
  blueprint_not_honoured: 422,
  questions_to_mend: 409,
  question_unshown: 422,
  scale_unfit: 422,
  exam_dates_inconsistent: 422,
  not_in_audience: 403,
  other_slot: 403,
  audience_empty: 422,
  audience_changed: 409,
  slot_under_way: 409,
  slots_overlap: 422,
  candidate_started: 409,
  windows_to_come: 409,
  attempt_not_started: 409,
  attempt_closed: 409,
  attempt_wrong_state: 409,
  attempt_paused: 409,
  attempt_elsewhere: 409,
  time_is_up: 409,
  reopening_needs_trainer: 403,
  correction_shown: 409,
  late_after_release: 409,
  attendance_settled: 409,
  question_not_in_attempt: 422,
  choice_not_in_question: 422,
  not_a_copy_file: 422,
  copy_file_altered: 422,
  copy_of_other_exam: 422,
  copy_of_other_student: 422,
  exam_not_published: 409,
  copy_online: 409,
  unknown_letter: 422,
  unknown_certainty: 422,
  not_an_archive: 422,
  archive_altered: 422,
  archive_other_version: 422,
  archive_already_here: 409,
  archive_not_trusted: 409,
  room_code_wrong: 403,
  outside_the_room: 403,
  locked_browser_needed: 403,
  network_unreadable: 422,
  nobody_to_tell: 409,
  nothing_to_decide: 409,
  rehearsal_under_way: 409,
  copies_under_way: 409,
  not_released: 404,
  marks_missing: 409,
  sheet_final: 409,
  sheet_not_final: 409,
  correction_impossible: 422,
  contestation_closed: 409,
  mark_out_of_range: 422,
  grade_blocked: 409,
  rubric_in_use: 409,
  student_in_two_teams: 409,
  name_taken: 409,
  grading_started: 409,
  grading_finished: 409,
  gradings_unfinished: 409,
  two_graders: 409,
  names_withheld: 409,
  project_released: 409,
  link_unreadable: 422,
  link_ssh: 422,
  link_not_https: 422,
  link_with_password: 422,
  no_team: 409,
  hand_in_late: 409,
  hand_in_over: 409,
  not_pdf_or_zip: 422,
  hand_in_file_damaged: 422,
  too_many_files: 409,
}

/** Fastify's own errors that are caused by the request. */
const refusalOfFastify: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'invalid_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'not_found',
}

/**
 * A refusal becomes its status and its code. Anything else is a server error: 500, or 503 when the database is
 * unreachable, with only a request id.
 */
export function answerErrors(app: FastifyInstance, settings: Settings) {
  const allHeaders = headersOf(settings)
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    if (request.routeOptions.config?.isOfSitting) allHeaders(request, reply)
    const refusal = error instanceof Refusal ? error : (fromFastify(error) ?? fromDatabase(error))
    // Overrides the caching headers that a file or an image had set.
    void reply.header('cache-control', 'no-store')
    if (refusal) {
      const { retryAfterSeconds } = (refusal.details ?? {}) as { retryAfterSeconds?: number }
      if (retryAfterSeconds) void reply.header('retry-after', String(retryAfterSeconds))
      return reply.code(httpStatusOf[refusal.code]).send({ code: refusal.code, details: refusal.details })
    }
    request.log.error({ err: error }, 'unexpected')
    if (isDatabaseAway(error)) void reply.header('retry-after', '2')
    return reply.code(isDatabaseAway(error) ? 503 : 500).send({ code: 'internal_error', requestId: request.id })
  })
}

/**
 * The database is gone, starting, shutting down, full, a replica until a failover has ended, or out of connections: the
 * same request may be tried again.
 */
export function isDatabaseAway(error: Error & { code?: string }) {
  const awayCode =
    /^(?:ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|^(?:08|53|57P)|^25006$|^P(?:1001|1002|1008|1017|2024|2028)$/
  const awayMessage =
    /Connection terminated|^timeout expired$|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable/
  const awayKind = /^(?:DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/
  const { states, kinds } = saidBy(error)
  return (
    states.some((state) => awayCode.test(state)) ||
    kinds.some((kind) => awayKind.test(kind)) ||
    awayMessage.test(error.message)
  )
}

type Driver = { cause?: { originalCode?: unknown; kind?: unknown; code?: unknown } }

/** The codes and kinds in an error of the driver, or of Prisma, which wraps the driver's in two ways. */
function saidBy(error: unknown) {
  const { code, meta, cause } = error as {
    code?: unknown
    meta?: { code?: unknown; driverAdapterError?: Driver }
    cause?: Driver['cause'] & Driver
  }
  const inner = [meta?.driverAdapterError?.cause, cause, cause?.cause]
  const texts = (values: unknown[]) => values.filter((value) => typeof value === 'string')
  return {
    states: texts([code, meta?.code, ...inner.flatMap((one) => [one?.originalCode, one?.code])]),
    kinds: texts(inner.map((one) => one?.kind)),
  }
}

/**
 * A text, number or instant that PostgreSQL cannot hold (SQLSTATE class 22): an input that the contract should have
 * refused. Reported by the driver, or by Prisma in its own format.
 */
function fromDatabase(error: unknown): Refusal | null {
  const isWrongData = (state: string) => /^22[0-9A-Z]{3}$|^P20(?:00|20|23)$/.test(state)
  return saidBy(error).states.some(isWrongData) ? new Refusal('invalid_request') : null
}

function fromFastify(error: FastifyError) {
  const code = refusalOfFastify[error.code]
  if (code) return new Refusal(code)
  // A body that cannot be parsed: prototype pollution, broken JSON.
  if (error.statusCode === 400) return new Refusal('invalid_request')
  return null
}
