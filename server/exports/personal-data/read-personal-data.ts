import { certaintyOf } from '#core/exams/certainty.ts'
import { readAnswerJournal, shownLettersOf } from '#server/grading/late/read-answer-journal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fieldsOf, findStudent } from '#server/students/queries.ts'
import type { DataScope } from './data-scope.ts'

type ReadPersonalDataInput = { courseId: string; studentId: string; scope: DataScope }
export type PersonalData = Awaited<ReturnType<typeof readPersonalData>>

/**
 * Everything stored about one student. Their own actions are always included; marks, keys and explanations only as far
 * as the reader may see them, and the texts of questions only with a copy that may be read.
 */
export async function readPersonalData(deps: Deps, { courseId, studentId, scope }: ReadPersonalDataInput) {
  const { db } = deps
  const student = await findStudent(db, { courseId, studentId })
  const [course, sessions, identities, attendances, marksSent] = await Promise.all([
    db.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true, year: true, timeZone: true } }),
    db.session.findMany({
      where: { studentId },
      orderBy: { createdAt: 'asc' },
      select: { createdAt: true, lastSeenAt: true, expiresAt: true, userAgent: true, address: true },
    }),
    db.externalIdentity.findMany({
      where: { studentId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { source: true, subject: true, createdAt: true, lastUsedAt: true },
    }),
    db.attendance.findMany({ where: { studentId }, include: { exam: { select: { title: true } } } }),
    readMarksSentOf(deps, studentId),
  ])
  const { codeSetAt, createdAt, updatedAt, archivedAt } = student
  return {
    course,
    identity: { id: student.id, ...fieldsOf(student), codeSetAt, createdAt, updatedAt, archivedAt },
    sessions,
    identities,
    marksSent,
    copies: await readCopies(deps, { courseId, studentId, scope }),
    attendances: attendances.map(({ exam, status, reason, at }) => ({ exam: exam.title, status, reason, at })),
    candidacies: await readCandidacies(deps, { studentId }),
    browsers: await readBrowsers(deps, { studentId }),
    projects: await scope.projects(),
    handIns: await readHandIns(deps, { studentId }),
    finalGrade: await scope.finalGrade(),
    changes: await scope.changes(),
  }
}

/**
 * What was decided for the student in exams they know of. Why a rule listed them is left out: it says a mark that may
 * not be released.
 */
async function readCandidacies({ db }: Deps, { studentId }: { studentId: string }) {
  const candidacies = await db.candidate.findMany({
    where: { studentId, exam: { status: { not: 'draft' } } },
    orderBy: [{ at: 'asc' }, { examId: 'asc' }],
    include: { exam: { select: { title: true } } },
  })
  return candidacies.map(({ exam, isListed, slot, opensAt, closesAt, minutes, room, reason, at }) => ({
    ...{ exam: exam.title, isListed, slot, opensAt, closesAt, minutes, room, reason, at },
  }))
}

/** Where they worked, of exams that ask for the locked browser, and why they were excused. */
async function readBrowsers({ db }: Deps, { studentId }: { studentId: string }) {
  const where = { studentId, exam: { status: { not: 'draft' as const } } }
  const include = { exam: { select: { title: true } } }
  const seen = await db.lockedBrowserContact.findMany({ where, include, orderBy: { at: 'asc' } })
  const passes = await db.lockedBrowserPass.findMany({ where, include, orderBy: { at: 'asc' } })
  return [
    ...seen.map(({ exam, standing, why, at, refusedAt, outsideAt }) => ({
      ...{ exam: exam.title, standing, why, at, refusedAt, outsideAt, withdrawnAt: null },
    })),
    ...passes.map(({ exam, reason, at, withdrawnAt }) => ({
      ...{ exam: exam.title, standing: 'excused', why: reason, at, refusedAt: null, outsideAt: null, withdrawnAt },
    })),
  ]
}

/** What the teams of the student handed in, and what they handed in themselves for another team since. */
async function readHandIns({ db }: Deps, { studentId }: { studentId: string }) {
  const handIns = await db.handIn.findMany({
    where: { OR: [{ studentId }, { team: { members: { some: { studentId } } } }] },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    include: { team: { include: { project: { select: { title: true } } } } },
  })
  return handIns.map(({ at, url, reference, fileName, fileSize, fileHash, team, ...handIn }) => ({
    ...{ project: team.project.title, at, url, reference, fileName, fileSize, fileHash },
    isOwn: handIn.studentId === studentId,
  }))
}

async function readCopies(deps: Deps, { courseId, studentId, scope }: ReadPersonalDataInput) {
  const attempts = await deps.db.attempt.findMany({
    where: { studentId, exam: { courseId, status: { not: 'draft' } } },
    orderBy: [{ exam: { createdAt: 'asc' } }, { id: 'asc' }],
    include: {
      exam: true,
      answers: true,
      messages: { include: { message: true }, orderBy: { message: { sentAt: 'asc' } } },
      contestations: { orderBy: { createdAt: 'asc' } },
    },
  })
  const copies = []
  for (const { exam, answers, messages, contestations, ...attempt } of attempts) {
    const place = { courseId, examId: exam.id, attemptId: attempt.id }
    const paper = attempt.paper
    const positionOf = (id: string) => paper.findIndex(({ questionId }) => questionId === id) + 1
    const { entries, events } = await readWhole(deps, place)
    copies.push({
      exam: exam.title,
      status: attempt.status,
      startedAt: attempt.startedAt,
      deadline: attempt.deadline,
      closedAt: attempt.closedAt,
      pausedMs: Number(attempt.pausedMs),
      grantsMs: Number(attempt.grantsMs),
      device: attempt.device,
      marking: await scope.marking(place),
      answers: answers
        .map(({ questionId, choices, flagged, savedAt }) => {
          const position = positionOf(questionId)
          const letters = shownLettersOf(paper[position - 1]?.choiceIds ?? [], choices)
          return { position, letters, certainty: certaintyOf(choices), flagged, savedAt }
        })
        .sort((one, other) => one.position - other.position),
      journal: entries.map(({ decision, ...entry }) => ({
        ...entry,
        decision: decision && { at: decision.at, reason: decision.reason },
      })),
      events: events.map(({ at, type, reason }) => ({ at, type, reason })),
      messages: messages.map(({ message, readAt }) => ({ text: message.text, sentAt: message.sentAt, readAt })),
      contestations: contestations.map(({ questionId, reason, createdAt, isUpheld, answer, answeredAt }) => ({
        position: positionOf(questionId),
        reason,
        createdAt,
        answer: scope.seesAnswers(exam) && answeredAt ? { isUpheld, answer, answeredAt } : null,
      })),
    })
  }
  return copies
}

/** Reads all pages, since a data export must be complete. */
async function readWhole(deps: Deps, place: { courseId: string; examId: string; attemptId: string }) {
  const first = await readAnswerJournal(deps, { ...place, page: 1 })
  const entries = [...first.entries]
  for (let page = 2; page <= first.pageCount; page += 1)
    entries.push(...(await readAnswerJournal(deps, { ...place, page })).entries)
  return { entries, events: first.events }
}

/** To which platform a mark went, and when; the mark itself is where it is shown. Null: the final mark. */
async function readMarksSentOf({ db }: Deps, studentId: string) {
  const rows = await db.ltiScore.findMany({
    where: { studentId, sentAt: { not: null } },
    orderBy: { sentAt: 'asc' },
    select: {
      ...{ userId: true, sentAt: true },
      column: {
        select: { exam: { select: { title: true } }, context: { select: { platform: { select: { name: true } } } } },
      },
    },
  })
  return rows.map(({ userId, sentAt, column: { exam, context } }) => ({
    ...{ platform: context.platform.name, subject: userId, exam: exam?.title ?? null, sentAt },
  }))
}
