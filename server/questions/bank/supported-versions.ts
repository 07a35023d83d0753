import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { supportedVersionsFile } from '#contract/questions/question-file.ts'
import type { SupportedVersion } from '#core/questions/verified.ts'
import type { BankProblem } from './bank-problem.ts'
import { problemsOfShape } from './problems-of-shape.ts'
import { openYaml } from './yaml-file.ts'

const file = 'supported-versions.yaml'

/** The table of versions beside the outline; a bank without one has no version to compare. */
export async function readSupportedVersions(
  folder: string,
): Promise<{ versions: SupportedVersion[]; problems: BankProblem[] }> {
  const path = join(folder, file)
  if (!existsSync(path)) return { versions: [], problems: [] }
  const yaml = openYaml({ file, text: await readFile(path, 'utf8') })
  if (yaml.errors.length > 0) return { versions: [], problems: yaml.errors }
  const parsed = supportedVersionsFile.safeParse(yaml.value, { reportInput: true })
  if (!parsed.success) return { versions: [], problems: problemsOfShape(parsed.error, yaml) }
  return { versions: parsed.data.versions, problems: [] }
}
