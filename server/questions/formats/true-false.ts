import { trueFalseTexts } from '#core/questions/true-false.ts'
import type { PortableChoice } from './imported.ts'

/** Null when the file gives neither answer, or both: there is then no key. */
type Truth = { answer: boolean | null; whenTrue?: string | undefined; whenFalse?: string | undefined }

/** The platform's own two choices, in its own order; they take the words of the course when the question is written. */
export function trueFalseOf({ answer, whenTrue, whenFalse }: Truth): { type: 'true_false'; choices: PortableChoice[] } {
  return {
    type: 'true_false',
    choices: [
      {
        text: trueFalseTexts.fr[0],
        weight: answer === true ? '1' : '0',
        correct: answer === true,
        feedback: whenTrue || undefined,
      },
      {
        text: trueFalseTexts.fr[1],
        weight: answer === false ? '1' : '0',
        correct: answer === false,
        feedback: whenFalse || undefined,
      },
    ],
  }
}

/** What a choice of a true/false question says, in the languages of banks; null when it is another choice. */
export function truthOf(text: string): boolean | null {
  if (/^(?:vrai|true)$/i.test(text.trim())) return true
  return /^(?:faux|false)$/i.test(text.trim()) ? false : null
}

/** Our own texts: a format without true/false questions stores them as two choices. */
export const isWrittenTrueFalse = (texts: readonly string[]) => texts.join('\n') === trueFalseTexts.fr.join('\n')

/** The answer, when exactly one of the two is right. */
export function answerOf(yes: boolean | undefined, no: boolean | undefined): boolean | null {
  return yes === undefined || no === undefined || yes === no ? null : yes
}
