import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type AssessmentFile, assessmentFile } from '#contract/assessment/file.ts'
import { assessmentRules } from '#contract/assessment/rules.ts'
import { weightedMeanRules } from '#core/assessment/presets.ts'
import type { Source } from '#core/assessment/rules.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import type { Deps } from '#server/platform/deps.ts'

/**
 * The final grade of the course that comes with the platform, created once: a file never overwrites the trainer's
 * rules. Runs after the exam and the project, which its components refer to. When two servers start together, only one
 * writes.
 */
export async function ensureShippedAssessment(deps: Deps, courseId: string): Promise<{ created: boolean }> {
  if (await deps.db.assessment.findUnique({ where: { courseId }, select: { id: true } })) return { created: false }
  const file = await readAssessmentFile(deps)
  if (!file) return { created: false }
  const rules = rulesOf(file, await findSources(deps, courseId))
  const { count } = await deps.db.assessment.createMany({
    data: [{ courseId, title: file.title, rules }],
    skipDuplicates: true,
  })
  return { created: count === 1 }
}

async function readAssessmentFile({ settings }: Deps): Promise<AssessmentFile | null> {
  const path = join(settings.questionsDir, 'assessment.yaml')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const parsed = assessmentFile.safeParse(parse(text, { maxAliasCount: 20 }))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`).join('; ')
  throw new CannotStart({
    french: `${path} ne peut pas être lu : ${where}`,
    english: `${path} cannot be read: ${where}`,
  })
}

/** The first exam and the first project of the course, which came with it. */
async function findSources({ db }: Deps, courseId: string) {
  const first = { where: { courseId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } } as const
  const [exam, project] = await Promise.all([
    db.exam.findFirst({ ...first, orderBy: [...first.orderBy] }),
    db.project.findFirst({ ...first, orderBy: [...first.orderBy] }),
  ])
  const hand: Source = { kind: 'hand' }
  return {
    exam: exam ? { kind: 'exam' as const, examId: exam.id } : hand,
    project: project ? { kind: 'project' as const, projectId: project.id } : hand,
    hand,
  }
}

function rulesOf(file: AssessmentFile, sources: Record<'exam' | 'project' | 'hand', Source>) {
  const { components, individualRequired, retake } = file
  const rules = weightedMeanRules(
    components.map(({ id, name, coefficient, from }) => ({
      ...{ id, name, coefficient: String(coefficient) },
      source: sources[from],
    })),
  )
  return assessmentRules.parse({
    ...rules,
    parts: rules.parts.map((part, rank) => ({ ...part, ...boundsOf(components[rank]) })),
    individualRequired,
    retake: retake.kind === 'capped' ? { kind: retake.kind, cap: String(retake.cap) } : retake,
    effects: file.effects,
    rounding: { grain: Math.round(file.rounding.grain * 100), direction: file.rounding.direction },
    passMark: String(file.passMark),
  })
}

function boundsOf(component: AssessmentFile['components'][number] | undefined) {
  const { minimum, floor, ceiling } = component ?? {}
  return {
    minimum: minimum === undefined ? null : String(minimum),
    ...(floor === undefined ? {} : { floor: String(floor) }),
    ...(ceiling === undefined ? {} : { ceiling: String(ceiling) }),
  }
}
