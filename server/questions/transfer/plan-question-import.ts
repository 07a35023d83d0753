import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Language } from '#core/language.ts'
import type { Question } from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import { differenceOfQuestions } from '#server/questions/editing/question-difference.ts'
import { hashOf } from '#server/questions/editing/write-versions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { explanationToWrite } from '#server/questions/formats/import-sentences.ts'
import type { ImportFormat, ImportResult, PortableQuestion } from '#server/questions/formats/imported.ts'
import { lossesOf } from '#server/questions/formats/losses.ts'
import { openingOf } from '#server/questions/formats/opening.ts'
import { compareWithBank, type QuestionImportPlan } from '#server/questions/formats/plan-import.ts'
import type { Missing } from '#server/questions/formats/to-question-file.ts'
import { withoutTooComplex } from '#server/questions/formats/too-complex.ts'
import { withOurImages } from '#server/questions/images/import-images.ts'
import { toQuestion } from '#server/questions/to-question.ts'

/** An import that waits for confirmation, with the state of the bank when it was previewed. */
export type StagedQuestions = {
  added: { file: QuestionInFile; section: string }[]
  changed: { file: QuestionInFile; section: string; from: string }[]
}

type PlanQuestionImportInput = {
  bytes: Uint8Array
  name: string
  format: ImportFormat | undefined
  /** The section for questions whose file names none, and defaults for other absent fields. */
  section: string
  usual: Pick<Missing, 'difficulty' | 'level' | 'seconds'>
  sections: Section[]
  /** Every question of the course, archived ones included, and the addresses of its images. */
  bank: Question[]
  language: Language
  images: string[]
}

const mostShown = 300

/** Plans the import of a file: questions to add, change or leave, and its images. Runs in a worker thread. */
export async function planQuestionImport({
  bytes,
  name,
  format,
  section,
  usual,
  sections,
  bank,
  language,
  images,
}: PlanQuestionImportInput) {
  const read = withoutTooComplex(await importFile({ bytes, name, format, section }))
  const result = withOurImages(read, new Set(images))
  const plan = compareWithBank({
    questions: result.usable,
    bank,
    language,
    sectionOf: (question) => sectionNamed(question, sections) ?? section,
    missingIn: (id) => {
      const found = sections.find((one) => one.id === id)
      const heading = found?.headings?.[0] ?? found?.title ?? id
      return { ...usual, heading, quote: heading, explanation: explanationToWrite }
    },
  })
  const staged: StagedQuestions = {
    added: plan.added.map(({ file, section: to }) => ({ file, section: to })),
    changed: plan.changed.map(({ file, section: to, current }) => ({ file, section: to, from: hashOf(current) })),
  }
  return {
    images: [...result.images],
    staged,
    view: viewOf({ ...result, unusable: [...result.unusable, ...plan.unusable] }, { plan, language }),
  }
}

type Section = { id: string; title: string; headings?: readonly string[] }

/** The section given by its own file, if the course has it; else the narrowest category with the name of a section. */
function sectionNamed({ bank, category }: PortableQuestion, sections: readonly Section[]): string | undefined {
  const names = [...(bank ? [bank.section] : []), ...category.toReversed().map((name) => slugOf(name))]
  const known = names.map((name) => sections.find(({ id, title }) => id === name || slugOf(title) === name)?.id)
  return known.find((id) => id !== undefined)
}

type Planned = { plan: QuestionImportPlan; language: Language }

function viewOf(result: ImportResult, { plan, language }: Planned) {
  const { format, encoding, unusable, notices, usable } = result
  return {
    format,
    encoding,
    counts: {
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged.length,
      unusable: unusable.length,
    },
    added: plan.added.slice(0, mostShown).map(({ file, section }) => {
      const { choices } = toQuestion(file, { section, language })
      return {
        key: file.id,
        section,
        opening: openingOf(file.stem),
        type: file.type,
        choices: choices.length,
        keys: choices.filter(({ correct }) => correct).length,
      }
    }),
    changed: plan.changed.slice(0, mostShown).map(({ current, file, section }) => ({
      key: current.id,
      opening: openingOf(current.stem),
      difference: differenceOfQuestions(current, toQuestion(file, { section, language })),
    })),
    unusable: unusable.slice(0, mostShown).map(({ file = '', line, column, title, reason, kind = '' }) => {
      return { file, line, column, title, reason, kind }
    }),
    reasons: countReasons(unusable),
    notices: notices.slice(0, mostShown).map(({ code, line, detail }) => ({ code, line, detail })),
    losses: lossesOf(usable, 'yaml').map(({ feature, questions }) => ({ feature, questions })),
  }
}

function countReasons(unusable: ImportResult['unusable']) {
  const counts = new Map<string, { reason: (typeof unusable)[number]['reason']; kind: string; count: number }>()
  for (const { reason, kind = '' } of unusable) {
    const name = reason === 'unsupported_kind' ? `${reason}:${kind}` : reason
    const known = counts.get(name) ?? { reason, kind: reason === 'unsupported_kind' ? kind : '', count: 0 }
    counts.set(name, { ...known, count: known.count + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
