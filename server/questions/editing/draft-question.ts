import { calendarDay, documentationUrl } from '#contract/questions/question-file.ts'
import type { DraftFault, QuestionDraft } from '#contract/questions/question-writing.ts'
import type { Language } from '#core/language.ts'
import { faultsOf } from '#core/questions/faults.ts'
import type { Question } from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import { answersOf, draftOfAnswers } from './draft-answers.ts'

type QuestionOfDraftInput = { id: string; before: Question | null; language: Language }

/** The draft as a question; fields that the form does not show are kept. */
export function questionOfDraft(draft: QuestionDraft, { id, before, language }: QuestionOfDraftInput): Question {
  const { section, type, difficulty, level, purpose } = draft
  const heading = draft.source.heading.trim()
  const isSamePlace = before?.source.heading === heading
  return {
    // Fields that only a file can set (`allow`…) are kept, in their usual order.
    ...before,
    id,
    section,
    type,
    stem: draft.stem.trim(),
    ...answersOf(draft, language),
    explanation: draft.explanation.trim(),
    difficulty,
    level,
    purpose,
    expectedSeconds: draft.seconds,
    tags: [...new Set(draft.tags.map((tag) => slugOf(tag)))],
    source: {
      heading,
      quote: draft.source.quote.trim() || heading,
      ...(isSamePlace && before?.source.hash ? { hash: before.source.hash } : {}),
    },
    ...proofOfDraft(draft),
    objective: draft.objective || undefined,
    context: contextOfDraft(draft),
  }
}

function contextOfDraft({ context }: QuestionDraft): Question['context'] {
  if (!context) return undefined
  const [title, text] = [context.title.trim(), context.text.trim()]
  return { id: context.id, ...(title ? { title } : {}), text }
}

/** An empty field is absent from the question, so that it does not make another version. */
function proofOfDraft({
  reference,
  verified,
  enemies,
}: QuestionDraft): Pick<Question, 'reference' | 'verified' | 'enemies'> {
  const [date, version] = [verified.date.trim(), verified.version.trim()]
  const named = [...new Set(enemies)].filter(Boolean)
  return {
    reference: reference.trim() || undefined,
    verified: date || version ? { date, version } : undefined,
    enemies: named.length > 0 ? named : undefined,
  }
}

type Course = {
  sections: readonly string[]
  /** Which of its enemies are other questions of the course. */
  enemies: readonly string[]
}

/** The faults that prevent it from being asked, the first to fix first. */
export function faultsOfDraft(question: Question, { sections, enemies }: Course): DraftFault[] {
  const lacks: [DraftFault, boolean][] = [
    ['section', !sections.includes(question.section)],
    ['context', question.context?.text === ''],
    ['stem', question.stem === ''],
    ['choice_text', [...question.choices, ...(question.parts ?? [])].some(({ text }) => text === '')],
    ['explanation', question.explanation === ''],
    ['seconds', question.expectedSeconds < 10 || question.expectedSeconds > 900],
    ['heading', question.source.heading === ''],
    ['reference', question.reference !== undefined && !documentationUrl.test(question.reference)],
    ['verified', question.verified !== undefined && !isWhole(question.verified)],
    ['unknown_enemy', (question.enemies ?? []).some((enemy) => !enemies.includes(enemy))],
  ]
  const missing = lacks.flatMap(([fault, isSo]) => (isSo ? [fault] : []))
  // Two empty choices are incomplete, not duplicates.
  const whole = faultsOf(question).filter((fault) => fault !== 'duplicate_choice' || !missing.includes('choice_text'))
  return [...missing, ...whole]
}

const isWhole = ({ date, version }: NonNullable<Question['verified']>) =>
  calendarDay.safeParse(date).success && version !== ''

export function draftOfQuestion({
  section,
  type,
  stem,
  choices,
  explanation,
  context,
  ...rest
}: Question): QuestionDraft {
  const { difficulty, level, purpose, objective, expectedSeconds, tags, source, reference, verified, enemies } = rest
  return {
    section,
    type,
    stem,
    ...draftOfAnswers({ type, choices, ...rest }),
    explanation,
    difficulty,
    level,
    purpose,
    objective: objective ?? '',
    seconds: expectedSeconds,
    tags: [...tags],
    source: { heading: source.heading, quote: source.quote },
    reference: reference ?? '',
    verified: verified ? { ...verified } : { date: '', version: '' },
    enemies: [...(enemies ?? [])],
    context: context ? { id: context.id, title: context.title ?? '', text: context.text } : null,
  }
}
