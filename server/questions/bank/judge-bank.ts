import { coverageOf, emptySections, type SectionCoverage } from '#core/exams/coverage.ts'
import type { Blueprint } from '#core/exams/draw.ts'
import { partsOfMarkdown } from '#core/questions/course-text.ts'
import { type LintFinding, type LintReport, lintQuestions } from '#core/questions/lint/lint.ts'
import { courseWords, noCourse } from '#core/questions/lint/quote.ts'
import { type Outdated, outdatedIn } from '#core/questions/verified.ts'
import { renderOrNull } from '#server/questions/rendering/render.ts'
import type { BankProblem } from './bank-problem.ts'
import type { BankQuestion } from './bank-question.ts'
import type { FilePosition } from './file-position.ts'
import { readPassages, type StalePassage, stalePassages } from './passages.ts'
import { projectProblems } from './project-problems.ts'
import { type Bank, courseText, readBank } from './read-bank.ts'
import { readSupportedVersions } from './supported-versions.ts'

export type PlacedFinding = LintFinding & FilePosition
export type JudgedBank = {
  bank: Bank
  problems: BankProblem[]
  findings: PlacedFinding[]
  keyBalance: LintReport['keyBalance']
  keyCounts: LintReport['keyCounts']
  stale: StalePassage[]
  outdated: (Outdated & { question: BankQuestion })[]
  coverage: SectionCoverage[]
  summary: {
    questions: number
    sections: number
    sectionsWithoutQuestion: number
    errors: number
    /** Number of unexplained remarks, of changed passages and of facts to check again. */
    warnings: number
  }
}

const noPlan: Blueprint = { questionIds: [], lines: [] }

type JudgeOptions = {
  plan?: Blueprint
  /** `2026-11-29`: the day against which the dates of checked facts are compared; without it they are not. */
  today?: string
}

/** All checks of the files of a bank: form, writing, age of its facts, coverage. */
export async function judgeBank(folder: string, { plan = noPlan, today }: JudgeOptions = {}): Promise<JudgedBank> {
  const bank = await readBank(folder)
  const supported = await readSupportedVersions(folder)
  const problems = [...bank.problems, ...supported.problems, ...(await projectProblems(folder)), ...unshown(bank)]
  const questions = bank.questions.map(({ question }) => question)
  const placeOf = new Map(bank.questions.map(({ question, place }) => [question.id, place]))
  const text = await courseText(folder)
  const { findings, keyBalance, keyCounts } = lintQuestions(
    questions,
    text === null ? noCourse : courseWords(partsOfMarkdown(text)),
  )
  const placed = findings.map((finding) => ({ ...finding, ...(placeOf.get(finding.questionId) as FilePosition) }))
  const stale =
    text === null
      ? []
      : stalePassages({ questions: bank.questions, courseText: text, kept: await readPassages(folder) })
  const outdated =
    today === undefined
      ? []
      : bank.questions.flatMap((question) =>
          outdatedIn(question.question, { today, versions: supported.versions }).map((why) => ({ ...why, question })),
        )
  const sections = bank.course?.sessions.flatMap((session) => session.sections.map(({ id }) => id)) ?? []
  const asked = questions.filter(({ purpose }) => purpose === 'exam')
  const coverage = coverageOf({ sections, questions: asked, plan })
  const left = placed.filter(({ allowed }) => allowed === null)
  return {
    bank,
    problems,
    findings: placed,
    keyBalance,
    keyCounts,
    stale,
    outdated,
    coverage,
    summary: {
      questions: questions.length,
      sections: sections.length,
      sectionsWithoutQuestion: emptySections(coverage).length,
      errors: problems.length + left.filter(({ severity }) => severity === 'error').length,
      warnings: left.filter(({ severity }) => severity === 'warning').length + stale.length + outdated.length,
    },
  }
}

/** Questions that cannot be shown to students. */
const unshown = ({ questions }: Bank): BankProblem[] =>
  questions.flatMap(({ question, place }) =>
    renderOrNull(question) ? [] : [{ ...place, code: 'too_complex', key: question.id }],
  )
