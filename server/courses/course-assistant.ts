import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Assistant, Deps } from '#server/platform/deps.ts'

/** The host that the settings name, as an owner reads it. */
export const hostOf = ({ url }: Assistant): string => new URL(url).host

export const assistantView = (assistant: Assistant) => ({ host: hostOf(assistant), model: assistant.model })

/** The assistant that may be asked in this course; null when there is none, or when no owner allowed its host. */
export async function findAssistant({ db, settings }: Deps, courseId: string): Promise<Assistant | null> {
  if (!settings.assistant) return null
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId }, select: { assistantHost: true } })
  return course.assistantHost === hostOf(settings.assistant) ? settings.assistant : null
}

/** A request without a sign of life since then was ended by a restart: its server says every few seconds that it waits. */
export const lastSign = ({ now }: Deps): Date => new Date(now().getTime() - 30_000)

export async function readAssistant(deps: Deps, courseId: string) {
  const { settings, db } = deps
  const [allowed, batches] = await Promise.all([
    findAssistant(deps, courseId),
    db.questionBatch.findMany({
      where: { courseId, kind: 'assistant', state: { not: 'written' } },
      orderBy: [{ at: 'desc' }, { id: 'asc' }],
      select: { id: true, byName: true, at: true, state: true, done: true, total: true, drafting: true },
      take: 20,
    }),
  ])
  const isStaged = ({ state }: { state: string }) => state === 'staged'
  const unfinished = batches.find((batch) => !isStaged(batch))
  const isAnswering = unfinished?.state === 'drafting' && unfinished.at >= lastSign(deps)
  return {
    assistant: settings.assistant && assistantView(settings.assistant),
    isOn: allowed !== null,
    drafting:
      unfinished && isAnswering
        ? {
            ...batchView(unfinished),
            ...{ characters: unfinished.done, questions: unfinished.total },
            count: unfinished.drafting?.count ?? 0,
          }
        : null,
    failed:
      unfinished && !isAnswering
        ? {
            ...batchView(unfinished),
            at: unfinished.at.toISOString(),
            reason: unfinished.drafting?.failure ?? ('restarted' as const),
          }
        : null,
    waiting: batches
      .filter(isStaged)
      .map((batch) => ({ ...batchView(batch), at: batch.at.toISOString(), drafts: batch.total })),
  }
}

type Batch = { id: string; byName: string; drafting: JsonColumn.Drafting | null }

const batchView = ({ id, byName, drafting }: Batch) => ({ batchId: id, byName, title: drafting?.title ?? '' })

type SetInput = { courseId: string; host: string | null; actor: Actor }

/** Allows one host, the one that was read: another in the settings has to be allowed again. */
export async function setAssistant({ db, settings }: Deps, { courseId, host, actor }: SetInput) {
  const isOther = host !== null && (!settings.assistant || hostOf(settings.assistant) !== host)
  if (isOther) throw new Refusal('assistant_off')
  await db.$transaction(async (tx) => {
    const before = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { assistantHost: true } })
    if (before.assistantHost === host) return
    const after = { assistantHost: host }
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, { courseId, actor, action: 'course.assistant', subject: `course:${courseId}`, before, after })
  })
  return { done: true as const }
}
