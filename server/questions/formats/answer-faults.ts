import { partLimits } from '#contract/questions/question-file.ts'
import { faultsOf } from '#core/questions/faults.ts'
import { cleanTyped, longestTyped } from '#core/questions/typed-answer.ts'
import { answersOfFile } from '#server/questions/answers-of-file.ts'
import type { PortableAnswers, UnusableReason } from './imported.ts'
import { answersToFile } from './portable-answers.ts'
import { answerMarkdown } from './portable-texts.ts'

/** Why the answers of a question cannot be asked here: the limits of the bank's file format, then its own rules. */
export function faultOfAnswers(answers: PortableAnswers, stem: string): UnusableReason | undefined {
  if (answerMarkdown({ choices: [], answers }).some((text) => text.trim() === '')) return 'empty_choice'
  return countFault(answers) ?? lengthFault(answers) ?? ruleFault(answers, stem)
}

function countFault(answers: PortableAnswers): UnusableReason | undefined {
  switch (answers.kind) {
    case 'cloze':
      if (answers.gaps.length > partLimits.gaps) return 'too_many_parts'
      return answers.gaps.some((gap) => gap.length > partLimits.choices) ? 'too_many_parts' : undefined
    case 'ordering':
      if (answers.items.length < 3) return 'too_few_parts'
      return answers.items.length > partLimits.items ? 'too_many_parts' : undefined
    case 'matching':
      if (answers.pairs.length < 2) return 'too_few_parts'
      return answers.pairs.length > partLimits.items || answers.extras.length > partLimits.extras
        ? 'too_many_parts'
        : undefined
    case 'exact_answer': {
      const accepted = answers.answers.filter(({ correct }) => correct).length
      const isMany = accepted > partLimits.accepted || answers.answers.length - accepted > partLimits.foreseen
      return isMany ? 'too_many_choices' : undefined
    }
  }
}

/** What stands in a line of text, or is typed in one, is short. */
function lengthFault(answers: PortableAnswers): UnusableReason | undefined {
  if (answers.kind === 'cloze')
    return answers.gaps.flat().some(({ text }) => text.length > longestTyped) ? 'too_long' : undefined
  if (answers.kind !== 'exact_answer') return undefined
  if (answers.answers.some(({ text }) => text.trim() === '')) return 'empty_choice'
  return answers.answers.some(({ text }) => cleanTyped(text) === null) ? 'answer_unreadable' : undefined
}

function ruleFault(answers: PortableAnswers, stem: string): UnusableReason | undefined {
  return faultsOf({ type: answers.kind, stem, ...answersOfFile(answersToFile(answers)) })[0]
}
