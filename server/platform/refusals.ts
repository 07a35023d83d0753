import type { FastifyError, FastifyInstance } from 'fastify'
import { Refusal, type RefusalCode } from '#core/refusal.ts'

/** The HTTP status of each refusal. */
export const httpStatusOf: Record<RefusalCode, number> = {
  invalid_request: 400,
  too_large: 413,
  file_too_heavy: 422,
  server_busy: 503,
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
  last_owner: 409,
  member_elsewhere: 409,
  unreadable_file: 422,
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
  questions_in_use: 409,
  image_too_large: 413,
  image_too_wide: 422,
  image_svg: 422,
  image_damaged: 422,
  not_an_image: 422,
  too_many_images: 409,
  exam_not_editable: 409,
  exam_not_open: 409,
  exam_closed: 409,
  exam_wrong_state: 409,
  exam_without_questions: 422,
  blueprint_not_honoured: 422,
  question_unshown: 422,
  exam_dates_inconsistent: 422,
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
export function answerErrors(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
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

/** The database is gone, starting, shutting down, full or out of connections: the same request may be tried again. */
export function isDatabaseAway({ code = '', message }: { code?: string; message: string }) {
  const isLost = /^(ECONN|ETIMEDOUT|EPIPE)/.test(code) || /^(08|53|57P)/.test(code)
  return isLost || /Connection terminated|timeout exceeded when trying to connect/.test(message)
}

/**
 * A text, number or instant that PostgreSQL cannot hold (SQLSTATE class 22): an input that the contract should have
 * refused. Reported by the driver, or by Prisma in its own format.
 */
function fromDatabase(error: unknown): Refusal | null {
  const { code, meta, cause } = error as {
    code?: unknown
    meta?: { code?: unknown; driverAdapterError?: unknown }
    cause?: unknown
  }
  const states = [
    code,
    meta?.code,
    (meta?.driverAdapterError as { cause?: { originalCode?: unknown } } | undefined)?.cause?.originalCode,
    (cause as { originalCode?: unknown } | undefined)?.originalCode,
  ]
  const isData = states.some((state) => typeof state === 'string' && /^22[0-9A-Z]{3}$/.test(state))
  const isOutOfRange = code === 'P2020' || code === 'P2000' || code === 'P2023'
  return isData || isOutOfRange ? new Refusal('invalid_request') : null
}

function fromFastify(error: FastifyError) {
  const code = refusalOfFastify[error.code]
  if (code) return new Refusal(code)
  // A body that cannot be parsed: prototype pollution, broken JSON.
  if (error.statusCode === 400) return new Refusal('invalid_request')
  return null
}
