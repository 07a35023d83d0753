import type { ContentNode } from '#contract/questions/content.ts'
import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import type { CourseFile, QuestionInFile } from '#contract/questions/question-file.ts'
import { noSection } from '#core/courses/outline.ts'
import type { SessionToAdd } from '#core/courses/outline-change.ts'
import { cutText } from '#core/cut-text.ts'
import type { Language } from '#core/language.ts'
import { partsOfMarkdown } from '#core/questions/course-text.ts'
import { lintQuestion } from '#core/questions/lint/lint.ts'
import { type CourseWords, courseWords } from '#core/questions/lint/quote.ts'
import { listedChoices } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import { partsOfFile, type ReadPart, renderedPart } from '#server/questions/bank/course-parts.ts'
import { differenceOfQuestions } from '#server/questions/editing/question-difference.ts'
import { hashOf } from '#server/questions/editing/write-versions.ts'
import { titleOfContext } from '#server/questions/formats/context-of-file.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { explanationToWrite } from '#server/questions/formats/import-sentences.ts'
import type { ImportFormat, ImportResult, PortableQuestion } from '#server/questions/formats/imported.ts'
import { lossesOf } from '#server/questions/formats/losses.ts'
import { openingOf } from '#server/questions/formats/opening.ts'
import { compareWithBank, type QuestionImportPlan } from '#server/questions/formats/plan-import.ts'
import type { Missing } from '#server/questions/formats/to-question-file.ts'
import { withoutTooComplex } from '#server/questions/formats/too-complex.ts'
import { textWithOurImages, withOurImages } from '#server/questions/images/import-images.ts'
import { countNodes } from '#server/questions/rendering/render.ts'
import { plainContent, renderOrPlain } from '#server/questions/rendering/render-all.ts'
import { withoutImages } from '#server/questions/rendering/without-images.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import { judgeDrafts } from './judge-drafts.ts'

/** An import that waits for confirmation, with the state of the bank when it was previewed. */
export type StagedQuestions = {
  added: StagedQuestion[]
  changed: (StagedQuestion & { from: string })[]
  /** The outline of the file and the text of its course, when it has them. */
  outline?: SessionToAdd[]
  text?: ReadPart[]
  /** What the preview of the drafts of an assistant shows. */
  view?: Omit<BankImportPreview, 'batchId' | 'outline'>
}
/** `unknown`: the section that its file names and the course does not have, by the name of the preview. */
type StagedQuestion = { file: QuestionInFile; section: string; unknown?: string }

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
  /** What the quotes of the questions are compared with, when the file brings no text of its own. */
  words: CourseWords
  /** Drafts of an assistant: each must quote the course. */
  isDrafted?: boolean
}

const mostShown = 300
/** So many are read in the preview, one after the other; a whole bank was read elsewhere. */
const mostRead = 30

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
  words: before,
  isDrafted = false,
}: PlanQuestionImportInput) {
  const file = withoutTooComplex(await importFile({ bytes, name, format, section }))
  const result = withOurImages(file, new Set(images))
  const read = compareWithBank({
    questions: result.usable,
    bank,
    language,
    sectionOf: (question) => sectionNamed(question, sections) ?? (unknownName(question) === null ? section : noSection),
    missingIn: (id, question) => {
      const found = sections.find((one) => one.id === id)
      const heading = found?.headings?.[0] ?? found?.title ?? (titleOf(question) || id)
      return { ...usual, heading, quote: heading, explanation: explanationToWrite }
    },
  })
  const text = result.course?.text
    ? textWithOurImages({ ...result.course, text: result.course.text }, new Set(images))
    : null
  const notices = [...result.notices, ...(text?.notices ?? [])]
  const words = text ? courseWords(partsOfMarkdown(text.text)) : before
  const plan = isDrafted ? judgeDrafts(read, { section, language, words }) : read
  const staged: StagedQuestions = {
    added: plan.added.map(({ file, section: to, from }) => ({ file, ...placeOf(from, to, sections) })),
    // A question of the bank whose file names an unknown section stays where it is.
    changed: plan.changed.map(({ file, section: to, current, from }) => ({
      file,
      section: sectionNamed(from, sections) === undefined && unknownName(from) !== null ? current.section : to,
      from: hashOf(current),
    })),
    ...(result.course ? { outline: result.course.file.sessions } : {}),
    ...(text ? { text: partsOfFile(text.text).map(renderedPart) } : {}),
  }
  return {
    images: [...result.images, ...(text?.images ?? [])],
    staged,
    view: {
      ...viewOf(
        { ...result, notices, unusable: [...result.unusable, ...plan.unusable] },
        { plan, language, words, isDrafted },
      ),
      unknown: unknownIn(plan, result.course?.file ?? null, sections),
    },
  }
}

type Section = { id: string; title: string; headings?: readonly string[] }

/** The section given by its own file, if the course has it; else the narrowest category with the name of a section. */
function sectionNamed({ bank, category }: PortableQuestion, sections: readonly Section[]): string | undefined {
  const names = [...(bank ? [bank.section] : []), ...category.toReversed().map((name) => slugOf(name))]
  const known = names.map((name) => sections.find(({ id, title }) => id === name || slugOf(title) === name)?.id)
  return known.find((id) => id !== undefined)
}

/** The narrowest category of a question, as its file writes it. */
const titleOf = ({ bank, category }: PortableQuestion) => (category.at(-1) ?? bank?.section ?? '').trim()

/** The section a file names, as an id; null when it names none. */
function unknownName(question: PortableQuestion): string | null {
  const title = titleOf(question)
  return title === '' || slugOf(title, 'section') === noSection ? null : slugOf(title, 'section')
}

function placeOf(
  from: PortableQuestion,
  section: string,
  sections: readonly Section[],
): { section: string; unknown?: string } {
  const name = sectionNamed(from, sections) === undefined ? unknownName(from) : null
  return name === null ? { section } : { section: noSection, unknown: name }
}

/** The unknown sections of the questions to add, in the order of the file. */
function unknownIn(plan: QuestionImportPlan, course: CourseFile | null, sections: readonly Section[]) {
  const inFile = course?.sessions.flatMap((session) => session.sections) ?? []
  const found = new Map<
    string,
    { name: string; title: string; session: string; questions: number; isInOutline: boolean }
  >()
  for (const { from } of plan.added) {
    const { unknown: name } = placeOf(from, noSection, sections)
    if (name === undefined) continue
    const same = inFile.find(({ id, title }) => id === name || slugOf(title) === name)
    const known = found.get(name) ?? {
      name,
      title: cutText(same?.title ?? titleOf(from), 200),
      session: cutText((from.category.at(-2) ?? '').trim(), 200),
      questions: 0,
      isInOutline: same !== undefined,
    }
    found.set(name, { ...known, questions: known.questions + 1 })
  }
  return [...found.values()]
}

type Planned = { plan: QuestionImportPlan; language: Language; words: CourseWords; isDrafted: boolean }

function viewOf(result: ImportResult, { plan, language, words, isDrafted }: Planned) {
  const { format, encoding, unusable, notices, usable } = result
  const show = newReading()
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
      const question = toQuestion(file, { section, language })
      if (isDrafted) return { ...lineOf(question), draft: wholeOf(question, { words, show }) }
      return {
        ...lineOf(question),
        ...(plan.added.length <= mostRead ? { whole: wholeOf(question, { words, show }) } : {}),
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
    contexts: contextsIn(plan),
    losses: lossesOf(usable, 'yaml').map(({ feature, questions }) => ({ feature, questions })),
  }
}

/** A draft of an assistant, as a person reads it before accepting it. */
export const viewOfDraft = (question: Question, words: CourseWords) => ({
  ...lineOf(question),
  draft: wholeOf(question, { words, show: newReading() }),
})

const lineOf = (question: Question) => ({
  key: question.id,
  section: question.section,
  opening: openingOf(question.stem),
  type: question.type,
  choices: listedChoices(question.type, question.choices).length,
  keys: question.choices.filter(({ correct }) => correct).length,
})

type Show = (markdown: string) => ContentNode[]

/** Renders the texts of one preview; those beyond what a reply holds are shown as they are written. */
function newReading(): Show {
  let left = mostNodes
  return (markdown) => {
    const content = left > 0 ? withoutImages(renderOrPlain(markdown)) : plainContent(markdown)
    left -= countNodes(content)
    return content
  }
}

/** Nodes rendered in one preview: some thirty questions with code. */
const mostNodes = 20_000

function wholeOf(question: Question, { words, show }: { words: CourseWords; show: Show }) {
  const { heading, quote } = question.source
  return {
    context: question.context ? show(question.context.text) : null,
    stem: show(question.stem),
    type: question.type,
    choices: question.choices.map(({ id, part, option, text, correct }) => {
      return { id, part, option, text: show(text), correct }
    }),
    ...(question.parts && {
      parts: question.parts.map(({ id, text }) => ({ id, ...(text === undefined ? {} : { text: show(text) }) })),
    }),
    explanation: show(question.explanation),
    source: { heading, quote },
    remarks: remarksOn(question, words),
  }
}

/** The documents of the questions to add, in their order; those of our own files are not proposed but written. */
function contextsIn({ added }: QuestionImportPlan) {
  const found = new Map<string, { id: string; title: string; questions: number }>()
  for (const { file, from } of added) {
    const { context } = file
    if (typeof context !== 'object' || from.bank) continue
    const known = found.get(context.id) ?? { id: context.id, title: titleOfContext(context), questions: 0 }
    found.set(context.id, { ...known, questions: known.questions + 1 })
  }
  return [...found.values()]
}

const remarksOn = (question: Question, words: CourseWords) => [
  ...new Set(lintQuestion(question, words).map(({ code }) => code)),
]

function countReasons(unusable: ImportResult['unusable']) {
  const counts = new Map<string, { reason: (typeof unusable)[number]['reason']; kind: string; count: number }>()
  for (const { reason, kind = '' } of unusable) {
    const isByKind = reason === 'unsupported_kind' || reason === 'lint'
    const name = isByKind ? `${reason}:${kind}` : reason
    const known = counts.get(name) ?? { reason, kind: isByKind ? kind : '', count: 0 }
    counts.set(name, { ...known, count: known.count + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
