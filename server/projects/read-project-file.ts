import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type ProjectFile, projectFile } from '#contract/projects/file.ts'
import type { RubricView } from '#contract/projects/project-parts.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import type { Deps } from '#server/platform/deps.ts'

export type ShippedProject = { key: string; title: string; brief: string; rubric: RubricView }

/** The project that comes with the course, or null. */
export async function readProjectFile({ settings }: Deps): Promise<ShippedProject | null> {
  const path = join(settings.questionsDir, 'project.yaml')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const parsed = projectFile.safeParse(parse(text, { maxAliasCount: 20 }))
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`).join('; ')
    throw new CannotStart({
      french: `${path} ne peut pas être lu : ${where}`,
      english: `${path} cannot be read: ${where}`,
    })
  }
  const { id, title, brief } = parsed.data
  return { key: id, title, brief, rubric: toRubric(parsed.data) }
}

/** Decimals keep their text, so that they stay exact. */
function toRubric({ criteria }: ProjectFile): RubricView {
  return {
    criteria: criteria.map(({ weight, levels, ...criterion }) => ({
      ...criterion,
      weight: weight === null ? null : String(weight),
      levels: levels.map(({ points, ...level }) => ({ ...level, points: String(points) })),
    })),
  }
}
