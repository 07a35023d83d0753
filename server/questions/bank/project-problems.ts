import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFile } from '#contract/projects/file.ts'
import type { BankProblem } from './bank-problem.ts'
import { problemsOfShape } from './problems-of-shape.ts'
import { openYaml, type YamlFile } from './yaml-file.ts'

const file = 'project.yaml'

/** What is wrong with the project beside the outline; nothing when there is none. */
export async function projectProblems(folder: string): Promise<BankProblem[]> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null)
  if (text === null) return []
  const yaml = openYaml({ file, text })
  if (yaml.errors.length > 0) return yaml.errors
  const parsed = projectFile.safeParse(yaml.value, { reportInput: true })
  if (!parsed.success) return problemsOfShape(parsed.error, yaml)
  const { criteria } = parsed.data
  return [
    ...repeated(yaml, ['criteria'], criteria),
    ...criteria.flatMap(({ levels }, index) => repeated(yaml, ['criteria', index, 'levels'], levels)),
  ]
}

/** A grade refers to an identifier: two criteria, or two levels of one, never share it. */
function repeated(yaml: YamlFile, path: readonly PropertyKey[], list: readonly { id: string }[]): BankProblem[] {
  return list.flatMap(({ id }, index) => {
    const first = list.findIndex((one) => one.id === id)
    if (first === index) return []
    const { line } = yaml.placeOf([...path, first, 'id'])
    return [{ ...yaml.placeOf([...path, index, 'id']), code: 'duplicate_id', key: id, detail: `${file}:${line}` }]
  })
}
