/**
 * Output of `check`, `lint` and `coverage`, for a person or, with --json, for a program. Each returns its exit code.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { examFile } from '#contract/exams/exam-file.ts'
import { bloomLevels, difficulties } from '#core/questions/question.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { type JudgedBank, judgeBank } from './judge-bank.ts'
import { problemSentence } from './problem-sentence.ts'
import { courseText, readBank } from './read-bank.ts'
import { stamp } from './stamp.ts'
import { openYaml } from './yaml-file.ts'

type ReportInput = { folder: string; asJson: boolean }
type CheckInput = ReportInput & { today?: string }

/** 1 when a question cannot be loaded or asked; warnings alone leave it at 0. */
export async function printCheck({ folder, asJson, today }: CheckInput): Promise<number> {
  const { problems, findings, stale, outdated, summary } = await judgeBank(folder, today === undefined ? {} : { today })
  if (asJson) {
    print(summary)
    return summary.errors > 0 ? 1 : 0
  }
  for (const problem of problems) console.log(`${at(folder, problem)} ${problemSentence(problem)}`)
  const sentences = await lintSentences()
  for (const finding of findings.filter(({ severity }) => severity === 'error')) {
    console.log(`${at(folder, finding)} ${finding.questionId} : ${sentences[finding.code].what}`)
  }
  for (const { question, reason, difference } of stale) {
    const { id, source } = question.question
    const what = reason === 'changed' ? 'le passage a changé' : 'ce titre n’est plus dans course.md'
    console.log(`${at(folder, question.place)} ${id} : « ${source.heading} », ${what}.`)
    for (const { kind, text } of difference)
      if (kind !== 'same') console.log(`  ${kind === 'added' ? '+' : '-'} ${text}`)
  }
  for (const { question, why, detail } of outdated) {
    const what =
      why === 'old'
        ? `ses faits ont été vérifiés le ${detail}, il y a plus de neuf mois`
        : `ses faits ont été vérifiés sur une version qui n’est plus maintenue (${detail})`
    console.log(`${at(folder, question.place)} ${question.question.id} : ${what}.`)
  }
  const { questions, sections, sectionsWithoutQuestion, errors, warnings } = summary
  console.log(`${questions} questions, ${sections} sections dont ${sectionsWithoutQuestion} sans question.`)
  console.log(`${errors} à corriger, ${warnings} à revoir (npm run questions -- lint).`)
  return errors > 0 ? 1 : 0
}

/** 1 when a remark has to be fixed or explained; notes and explained remarks leave it at 0. */
export async function printLint({ folder, asJson }: ReportInput): Promise<number> {
  const { findings, keyBalance, keyCounts, bank } = await judgeBank(folder)
  const left = findings.filter(({ severity, allowed }) => allowed === null && severity !== 'note')
  const code = left.length > 0 || !keyBalance.isBalanced ? 1 : 0
  if (asJson) {
    print({ questions: bank.questions.length, findings, keyBalance, keyCounts })
    return code
  }
  const sentences = await lintSentences()
  for (const finding of findings) {
    const { what, how } = sentences[finding.code]
    const about = Object.values(finding.data).join(', ')
    console.log(`${at(folder, finding)} [${finding.code}] ${finding.questionId} : ${what}${about && ` (${about})`}`)
    console.log(finding.allowed === null ? `  ${how}` : `  Gardé : ${finding.allowed}`)
  }
  const places = keyBalance.positions.map(({ position, keys }) => `${letters.charAt(position - 1)} ${keys}`)
  console.log(`Place des bonnes réponses : ${places.join(', ')}${keyBalance.isBalanced ? '.' : ', à équilibrer.'}`)
  if (keyCounts.length > 0) {
    const counts = keyCounts.map(({ keys, questions }) => `${keys} dans ${questions}`)
    console.log(`Nombre de bonnes réponses des questions multiples : ${counts.join(', ')}.`)
  }
  const explained = findings.filter(({ allowed }) => allowed !== null).length
  console.log(`${bank.questions.length} questions, ${left.length} à revoir, ${explained} expliquées.`)
  return code
}

const letters = 'ABCDEFGHIJKL'

/**
 * Against the plan given, or that of exam.yaml when there is one; 2 when it cannot be read, 1 when a section is empty
 * or the bank lacks questions for the plan.
 */
export async function printCoverage({
  folder,
  asJson,
  plan,
}: ReportInput & { plan?: string | undefined }): Promise<number> {
  const path = plan ?? join(folder, 'exam.yaml')
  const wanted = plan === undefined && !existsSync(path) ? { questionIds: [], lines: [] } : await readPlan(path)
  if (!wanted) {
    console.error(`${path} : ce plan ne se lit pas. / This plan cannot be read.`)
    return 2
  }
  const judged = await judgeBank(folder, { plan: wanted })
  const { coverage, summary } = judged
  const missing = coverage.reduce((sum, section) => sum + section.missing, 0)
  const code = summary.sectionsWithoutQuestion + missing > 0 ? 1 : 0
  if (asJson) print({ ...summary, coverage })
  else printMatrix(judged, missing)
  return code
}

const columns = [...difficulties, ...bloomLevels]
const shortNames = ['fac.', 'moy.', 'diff.', 'conn.', 'compr.', 'appl.', 'anal.']

function printMatrix({ coverage, summary }: JudgedBank, missing: number) {
  const row = (name: string, cells: readonly unknown[]) =>
    `${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(7)).join('')}`
  console.log(row('section', [...shortNames, 'total', 'plan']))
  for (const { section, byDifficulty, byLevel, total, planned, missing } of coverage) {
    const counts: Record<string, number> = { ...byDifficulty, ...byLevel }
    const plan = missing > 0 ? `${planned - missing}/${planned}` : planned || '·'
    console.log(row(section, [...columns.map((column) => counts[column] || '·'), total, plan]))
  }
  const { sectionsWithoutQuestion: empty } = summary
  console.log(`${empty} ${empty > 1 ? 'sections' : 'section'} sans question ; ${missing} questions du plan manquent.`)
}

async function readPlan(path: string) {
  const text = await readFile(path, 'utf8').catch(() => '')
  const { value, errors } = openYaml({ file: path, text })
  const read = examFile.pick({ lines: true }).loose().safeParse(value)
  return errors.length === 0 && read.success ? { questionIds: [], lines: read.data.lines } : null
}

type LintSentences = Record<string, { what: string; why: string; how: string }>
type Sentences = { [code in JudgedBank['findings'][number]['code']]: LintSentences[string] }

/** The sentences of the pages, from web/text, so that they exist once. */
async function lintSentences(): Promise<Sentences> {
  const text = JSON.parse(await readFile(join(projectRoot, 'web/text/fr/questions.json'), 'utf8'))
  return text.lint.codes as Sentences
}

/** 2 when there is no course. */
export async function printStamp(folder: string): Promise<number> {
  const text = await courseText(folder)
  if (text === null) {
    console.log(`${join(folder, 'course.md')} est introuvable : il n’y a aucun passage à lire.`)
    return 2
  }
  const { questions } = await readBank(folder)
  const stamped = await stamp({ folder, questions, courseText: text })
  for (const id of stamped.withoutPassage) console.log(`${id} : son titre n’est pas dans course.md.`)
  console.log(`${stamped.questions} empreintes écrites dans ${stamped.files.length} fichiers.`)
  return 0
}

const at = (folder: string, place: { file: string; line: number; column: number }) =>
  `${join(folder, place.file)}:${place.line}:${place.column}`
const print = (value: unknown) => console.log(JSON.stringify(value, null, 2))
