import type { RulesView } from '#contract/assessment/rules.ts'
import { areBoundsOrdered, examIdsOf, markParts } from '#core/assessment/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { allParts, lockAssessment, requireOpenSheet } from './assessment.ts'

type SetRulesInput = { courseId: string; revision: number; title: string; rules: RulesView; actor: Actor }

/** Replaces all rules at once, if the revision that was read is current: changes of two trainers cannot mix. */
export async function setRules({ db }: Deps, { courseId, revision, title, rules, actor }: SetRulesInput) {
  const next = { title, rules, revision: revision + 1 }
  await db.$transaction(async (tx) => {
    const stored = await lockAssessment(tx, courseId)
    if ((stored?.revision ?? 0) !== revision)
      throw new Refusal('changed_meanwhile', { revision: stored?.revision ?? 0 })
    await requireOpenSheet(tx, stored)
    requireDistinctIds(rules)
    if (!allParts(rules).every(areBoundsOrdered)) throw unusable('floor_above_ceiling')
    await requireSources(tx, { courseId, rules })
    const { id } = await tx.assessment.upsert({
      where: { courseId },
      create: { courseId, ...next },
      update: next,
      select: { id: true },
    })
    await audit(tx, {
      courseId,
      actor,
      action: 'assessment.rules',
      subject: `assessment:${id}`,
      ...(stored ? { before: { title: stored.title, rules: stored.rules } } : {}),
      after: { title, rules },
    })
  })
  return { revision: next.revision }
}

function requireDistinctIds(rules: RulesView) {
  const ids = allParts(rules).map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw unusable('duplicate_id')
}

/** Refuses an exam or a project of another course with 404. */
async function requireSources(
  tx: Prisma.TransactionClient,
  { courseId, rules }: { courseId: string; rules: RulesView },
) {
  const sources = markParts(rules).map(({ content }) => content.source)
  const examIds = new Set(sources.flatMap(examIdsOf))
  const projectIds = new Set(sources.flatMap((source) => (source.kind === 'project' ? source.projectId : [])))
  const exams = await tx.exam.count({ where: { courseId, id: { in: [...examIds] } } })
  const projects = await tx.project.count({ where: { courseId, id: { in: [...projectIds] } } })
  if (exams < examIds.size || projects < projectIds.size) throw unusable('unknown_source')
}

const unusable = (code: string) => new Refusal('invalid_request', [{ where: 'body', path: 'rules.parts', code }])
