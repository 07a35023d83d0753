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

/** A draft that began longer ago was ended by a restart. */
export function oldestDraft({ now, settings }: Deps): Date {
  return new Date(now().getTime() - (settings.assistant?.longestMs ?? 0) - 60_000)
}

export async function readAssistant(deps: Deps, courseId: string) {
  const { settings, db } = deps
  const [allowed, drafting, waiting] = await Promise.all([
    findAssistant(deps, courseId),
    db.questionBatch.findFirst({
      where: { courseId, state: 'drafting', at: { gte: oldestDraft(deps) } },
      select: { byName: true, done: true },
    }),
    db.questionBatch.findMany({
      where: { courseId, kind: 'assistant', state: 'staged' },
      orderBy: [{ at: 'desc' }, { id: 'asc' }],
      select: { id: true, byName: true, at: true, total: true },
      take: 20,
    }),
  ])
  return {
    assistant: settings.assistant && assistantView(settings.assistant),
    isOn: allowed !== null,
    drafting: drafting && { byName: drafting.byName, characters: drafting.done },
    waiting: waiting.map(({ id, byName, at, total }) => ({
      ...{ batchId: id, byName, at: at.toISOString(), drafts: total },
    })),
  }
}

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
