import type { exportFormats, features } from '#contract/questions/question-batches.ts'
import type { PortableAnswers } from './imported.ts'
import { parsedMarkdown, walk } from './markdown-tree.ts'

type Feature = Extract<
  (typeof features)[number],
  'plain_lists' | 'part_feedback' | 'ordering_credit' | 'letter_case' | 'unit'
>

/** Whether answers that are no list of choices have this feature, where a format that lacks it is concerned. */
export function saysOfAnswers(
  answers: PortableAnswers,
  feature: Feature,
  format: (typeof exportFormats)[number],
): boolean {
  switch (feature) {
    case 'plain_lists':
      return listTexts(answers, format.startsWith('qti')).some(hasLayout)
    case 'part_feedback':
      return partFeedback(answers, format.startsWith('qti')).some(Boolean)
    case 'ordering_credit':
      return answers.kind === 'ordering' && answers.partial !== 'exact'
    case 'letter_case':
      return answers.kind === 'exact_answer' && answers.typed.kind === 'text' && answers.typed.case
    case 'unit':
      return answers.kind === 'exact_answer' && answers.typed.kind === 'number' && answers.typed.unit !== undefined
  }
}

/** What a tool shows as the words of a list: gaps in QTI, the answers of pairs in Moodle. */
function listTexts(answers: PortableAnswers, isQti: boolean): string[] {
  if (answers.kind === 'cloze' && isQti) return answers.gaps.flat().map(({ text }) => text)
  return answers.kind === 'matching' && !isQti ? [...answers.pairs.map(({ answer }) => answer), ...answers.extras] : []
}

/** Moodle has comments on answers that are typed, or chosen in a gap. */
function partFeedback(answers: PortableAnswers, isQti: boolean): (string | undefined)[] {
  switch (answers.kind) {
    case 'ordering':
      return answers.items.map(({ feedback }) => feedback)
    case 'matching':
      return answers.pairs.map(({ feedback }) => feedback)
    case 'cloze':
      return isQti ? answers.gaps.flat().map(({ feedback }) => feedback) : []
    case 'exact_answer':
      return isQti ? answers.answers.map(({ feedback }) => feedback) : []
  }
}

const hasLayout = (markdown: string) =>
  [...walk(parsedMarkdown(markdown))].some(({ type }) => !['root', 'paragraph', 'text', 'html'].includes(type))
