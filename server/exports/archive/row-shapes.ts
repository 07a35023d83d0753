import { z } from 'zod'
import { blueprint, exception, markRule, release } from '#contract/exams/exam-draft.ts'
import { audience, audienceReason } from '#contract/exams/who-sits.ts'
import { correction } from '#contract/grading/corrections.ts'
import { listedTyped } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { documentationUrl, longestUrl } from '#contract/questions/question-file.ts'
import { exact, scale } from '#contract/questions/scale.ts'
import { attendances } from '#core/attempts/attendance.ts'
import { overStatuses } from '#core/exams/exam.ts'
import { browserFaults, browserStandings, lockedBrowserUses } from '#core/exams/locked-browser.ts'
import { roomCodeKinds } from '#core/exams/room-code.ts'
import type { RuledQuestion } from '#core/grading/marking.ts'
import { orderingCredits, questionTypes } from '#core/questions/question.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'
import { Refusal } from '#core/refusal.ts'
import { isFault, readImage } from '#server/questions/images/read-image.ts'
import { pathOf } from './table-path.ts'

/**
 * The shape of a row of each table of an archive, parsed when the archive is read and again after its ids were renamed,
 * on the value that is written. A column added to a table is added here, optional when older archives do not have it.
 */
const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
const someone = id.nullable()
/** An instant as PostgreSQL writes it in UTC. */
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/)
const name = z.string().max(500)
const words = z.string().max(10_000)
const count = z.int32().min(0)
/** A bigint of the database within the exact range of a number. */
const milliseconds = z.int()
const json = z.json()
/** Of an exact answer, what was typed, after its sign. */
const choice = z.string().max(Math.max(64, longestTyped + 1))
const choiceIds = z.array(choice).max(100)
const key = z.string().max(200)
const keys = z.array(key).max(10_000)
const sequence = z.int32().min(1)

const timeZone = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('fr', { timeZone: zone }))
    } catch {
      return false
    }
  })

/** core/points.ts MarkScale: what a trainer chooses, and the bounds a rule may have. */
const markScale = markRule.extend({
  floor: z.int().min(-100_000).max(100_000).optional(),
  ceiling: z.int().min(0).max(1_000_000).optional(),
})
const points = z.int().min(0).max(100_000)
/** Of a matching: eight items, each with fourteen answers. */
const mostChoices = 200
const letter = z.string().max(8)
const scored = {
  id: choice,
  correct: z.boolean(),
  part: letter.optional(),
  option: letter.optional(),
  weight: exact.optional(),
  indispensable: z.boolean().optional(),
  inacceptable: z.boolean().optional(),
}
const scoredChoices = z.array(z.strictObject({ ...scored, text: words.optional() })).max(mostChoices)
const typed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), case: z.boolean() }),
  z.strictObject({
    kind: z.literal('number'),
    tolerance: exact,
    unit: z.string().max(40).optional(),
    unitRequired: z.boolean().optional(),
  }),
])
const partial = z.enum(orderingCredits)

const ruledQuestion: z.ZodType<RuledQuestion> = z.lazy(() =>
  z.strictObject({
    type: z.enum(questionTypes),
    points,
    scale: scale.optional(),
    choices: scoredChoices,
    partial: partial.optional(),
    typed: typed.optional(),
    alsoAccepted: z.array(scoredChoices).max(100).optional(),
    neutral: z.enum(['full', 'removed']).optional(),
    onlyIfTicked: choice.optional(),
    otherwise: ruledQuestion.optional(),
  }),
) as z.ZodType<RuledQuestion>

/** core/grading/marking.ts Rules. */
const rules = z.strictObject({
  scale,
  markRule: markScale,
  questions: z.record(id, ruledQuestion),
  kept: z.record(id, z.int32()).optional(),
  adjustments: z
    .record(id, z.strictObject({ by: z.int().min(-100_000).max(100_000), reason: words, byName: name }))
    .optional(),
  voided: z.record(id, words).optional(),
})

const asked = z.object({
  type: z.enum(questionTypes),
  context: z.object({ id: key, title: words, content }).optional(),
  stem: content,
  choices: z.array(z.object({ id: z.string().max(64), part: letter.optional(), text: content })).max(mostChoices),
  parts: z
    .array(z.object({ id: letter, text: content.optional() }))
    .max(20)
    .optional(),
  typed: listedTyped.optional(),
})

/** core/questions/question.ts Question. */
const question = z.looseObject({
  id: key,
  section: key,
  type: z.enum(questionTypes),
  stem: words,
  choices: z
    .array(z.looseObject({ ...scored, text: words, feedback: words.optional(), keepLast: z.boolean() }))
    .max(mostChoices),
  parts: z
    .array(z.looseObject({ id: letter, text: words.optional() }))
    .max(20)
    .optional(),
  partial: partial.optional(),
  typed: typed.optional(),
  explanation: words,
  context: z.looseObject({ id: key, title: words.optional(), text: words }).optional(),
  reference: z.string().max(longestUrl).regex(documentationUrl).optional(),
})

const line = z.strictObject({
  questionId: id,
  earned: exact,
  points,
  outcome: z.enum(['right', 'partial', 'wrong', 'blank', 'invalid']),
  working: z.strictObject({
    code: z.string().max(64),
    values: z.record(z.string().max(64), z.union([z.number(), z.string().max(100)])),
  }),
})

const image = z
  .strictObject({
    courseId: id,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    type: z.string(),
    width: z.int32(),
    height: z.int32(),
    bytes: z.string().regex(/^\\x([0-9a-f]{2})*$/),
    createdAt: instant,
  })
  // An image is checked as strictly as an upload, and against its hash, because browsers receive it with its type.
  .refine(({ hash, type, width, height, bytes }) => {
    const read = readImage(Buffer.from(bytes.slice(2), 'hex'))
    return !isFault(read) && read.hash === hash && read.type === type && read.width === width && read.height === height
  })

const joinCode = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{6}$/)
const saved = { attemptId: id, questionId: id, choices: choiceIds, flagged: z.boolean() }
const device = z.string().max(80)
const extraTime = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('none') }),
  z.looseObject({
    kind: z.literal('ratio'),
    numerator: z.int().min(1).max(1_000),
    denominator: z.int().min(1).max(1_000),
  }),
  z.looseObject({ kind: z.literal('minutes'), minutes: z.int().min(0).max(1_440) }),
])

export const rowShapes = {
  Exam: z.strictObject({
    id,
    courseId: id,
    title: name.min(1),
    instructions: words,
    status: z.enum(overStatuses),
    joinCode,
    limitMinutes: z.int().min(1).max(600),
    opensAt: instant.nullable(),
    closesAt: instant.nullable(),
    timeZone,
    graceSeconds: z.int().min(0).max(300),
    shuffleQuestions: z.boolean(),
    shuffleChoices: z.boolean(),
    blueprint,
    questionPoints: points,
    seed: z.string().max(100),
    drawn: z.strictObject({ kept: keys, order: keys, locked: keys, refused: keys }).nullable().optional(),
    scale,
    exceptions: z.array(exception).max(200),
    markRule: markScale,
    release,
    imported: z.strictObject({ byName: name, added: z.array(id).max(20_000) }).nullable(),
    contestableUntil: instant.nullable(),
    room: words,
    invigilators: words,
    pauseShows: z.boolean().default(false),
    lockedBrowser: z.enum(lockedBrowserUses).optional(),
    quitPassword: z.string().max(60).optional(),
    roomCode: z.enum(roomCodeKinds),
    networks: z.array(z.string().max(100)).max(200),
    audience: audience.optional(),
    slotName: name.optional(),
    ownQuestions: z.boolean().optional(),
    termsChangedAt: instant.nullable().optional(),
    pausedAt: instant.nullable().optional(),
    pauseReason: words.optional(),
    slotPausedAt: instant.nullable().optional(),
    slotPauseReason: words.optional(),
    revision: z.int32().min(1),
    createdAt: instant,
    publishedAt: instant.nullable(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    releasedAt: instant.nullable(),
    retakeOfId: id.nullable().optional(),
  }),
  ExamQuestion: z.strictObject({
    id,
    examId: id,
    position: count,
    questionId: id.nullable(),
    versionId: id.nullable(),
    questionKey: key,
    section: key,
    stratum: z.string().max(500).nullable(),
    take: count.nullable(),
    slots: z.array(count).max(1_000).optional(),
    points,
    scale: scale.nullable(),
    asked,
    content: question,
    explained: z.object({ explanation: content, feedback: z.record(z.string().max(64), content) }),
  }),
  Image: image,
  Student: z.strictObject({
    id,
    courseId: id,
    familyName: name,
    givenName: name,
    email: name.nullable(),
    number: name.nullable(),
    group: name,
    extraTime,
    createdAt: instant,
    updatedAt: instant,
    archivedAt: instant.nullable(),
    anonymisedAt: instant.nullable(),
    mergedIntoId: id.nullable(),
  }),
  Attempt: z.strictObject({
    id,
    examId: id,
    studentId: id,
    status: z.enum(['ready', 'submitted', 'expired', 'voided']),
    seed: z.string().max(100),
    paper: z.array(z.strictObject({ questionId: id, choiceIds })).max(500),
    startedAt: instant.nullable(),
    deadline: instant.nullable(),
    acceptsUntil: instant.nullable(),
    pausedMs: milliseconds,
    grantsMs: milliseconds,
    timingVersion: z.int32(),
    termsAt: instant,
    pausedAt: instant.nullable(),
    closedAt: instant.nullable(),
    device,
    epoch: count,
    markedAt: instant.nullable(),
    unsynced: count,
    createdAt: instant,
  }),
  PaperEntry: z.strictObject({
    attemptId: id,
    letters: z.record(id, z.string().max(64)),
    revision: z.int32().min(1),
    at: instant,
    byName: name,
  }),
  Answer: z.strictObject({ ...saved, device, epoch: count, sequence, savedAt: instant }),
  AnswerEvent: z.strictObject({ ...saved, device, sequence, epoch: count, late: z.boolean(), receivedAt: instant }),
  LateDecision: z.strictObject({
    attemptId: id,
    device,
    sequence,
    isAccepted: z.boolean(),
    reason: words,
    at: instant,
    actorName: name,
    actorId: someone,
  }),
  AttemptEvent: z.strictObject({
    attemptId: id,
    at: instant,
    type: z.string().max(64),
    actorName: name,
    actorId: someone,
    reason: words,
    detail: z.record(z.string().max(200), json),
  }),
  ExamMessage: z.strictObject({
    id,
    examId: id,
    questionId: id.nullable().optional(),
    text: words,
    sentAt: instant,
    authorName: name,
    authorId: someone,
  }),
  MessageReading: z.strictObject({ attemptId: id, messageId: id, readAt: instant.nullable() }),
  ExamSlot: z.strictObject({
    examId: id,
    number: z.int32().min(1).max(1_000),
    name,
    opensAt: instant.nullable(),
    closesAt: instant.nullable(),
    room: words,
    invigilators: words,
    groups: z.array(name).max(200),
    joinCode,
    pausedAt: instant.nullable().optional(),
    pauseReason: words.optional(),
  }),
  Candidate: z.strictObject({
    examId: id,
    studentId: id,
    isListed: z.boolean(),
    why: audienceReason.nullable(),
    slot: count.nullable(),
    opensAt: instant.nullable(),
    closesAt: instant.nullable(),
    minutes: z.int().min(0).max(600),
    room: words,
    reason: words,
    byName: name,
    at: instant,
  }),
  LockedBrowserFile: z.strictObject({
    examId: id,
    key: z.string().regex(/^[0-9a-f]{64}$/),
    name,
    quitUrl: z
      .string()
      .max(2_000)
      .regex(/^(?:https?:\/\/.*)?$/),
    content: z
      .string()
      .max(3_000_000)
      .regex(/^\\x([0-9a-f]{2})*$/)
      .nullable(),
    at: instant,
    byName: name,
  }),
  LockedBrowserPass: z.strictObject({
    id,
    examId: id,
    studentId: id,
    reason: words,
    at: instant,
    byName: name,
    withdrawnAt: instant.nullable(),
    withdrawnByName: name,
  }),
  LockedBrowserContact: z.strictObject({
    examId: id,
    studentId: id,
    standing: z.enum(browserStandings),
    why: z.enum([...browserFaults, '']),
    at: instant,
    refusedAt: instant.nullable(),
    outsideAt: instant.nullable(),
  }),
  Attendance: z.strictObject({
    examId: id,
    studentId: id,
    status: z.enum(attendances),
    reason: words,
    at: instant,
    actorName: name,
  }),
  Incident: z.strictObject({ examId: id, at: instant, text: words, authorName: name, authorId: someone }),
  MarkingRun: z.strictObject({
    id,
    examId: id,
    number: z.int32().min(1),
    createdAt: instant,
    createdById: someone,
    createdByName: name,
    reason: words,
    rules,
    correction: correction.nullable(),
  }),
  Mark: z.strictObject({
    runId: id,
    attemptId: id,
    mark: z.int32(),
    earned: exact,
    maximum: exact,
    detail: z.array(line).max(500),
    createdAt: instant,
  }),
  Contestation: z.strictObject({
    id,
    attemptId: id,
    questionId: id,
    reason: words,
    createdAt: instant,
    isUpheld: z.boolean().nullable(),
    answer: words,
    answeredAt: instant.nullable(),
    answeredByName: name,
  }),
  AuditLine: z.strictObject({
    at: instant,
    courseId: id,
    actorId: someone,
    actorName: name,
    action: z.string().regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/),
    subject: z.string().max(200),
    before: json,
    after: json,
    reason: words,
  }),
}

export type ArchiveTableName = keyof typeof rowShapes
export type ArchiveRow = Readonly<Record<string, unknown>>
export type ArchivedExam = z.output<typeof rowShapes.Exam>
export type ArchivedQuestion = z.output<typeof rowShapes.ExamQuestion>
export type ArchivedStudent = z.output<typeof rowShapes.Student>

export type RowFault = { readonly unknownColumn: string } | { readonly at: string }

/** The row as it may be written, or its fault: an unknown column, or the path of the first invalid value. */
export function readRow(table: ArchiveTableName, value: unknown): { row: ArchiveRow } | { fault: RowFault } {
  const { success, data, error } = rowShapes[table].safeParse(value)
  if (success) return { row: data }
  const unknown = error.issues.find(({ code, path }) => code === 'unrecognized_keys' && path.length === 0)
  if (unknown?.code === 'unrecognized_keys') return { fault: { unknownColumn: String(unknown.keys[0]) } }
  return { fault: { at: (error.issues[0]?.path ?? []).join('.').slice(0, 200) } }
}

/** The row as it may be written; throws a refusal otherwise. */
export function rowOrRefused(table: ArchiveTableName, value: unknown, line?: number): ArchiveRow {
  const read = readRow(table, value)
  if ('row' in read) return read.row
  const { fault } = read
  if ('unknownColumn' in fault)
    throw new Refusal('archive_other_version', { table, column: fault.unknownColumn.slice(0, 100) })
  throw new Refusal('archive_altered', { file: pathOf({ table }), line, at: fault.at })
}
