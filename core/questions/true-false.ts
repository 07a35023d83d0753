import type { Language } from '#core/language.ts'
import type { Choice } from './question.ts'

/** The two choices of a true/false question, in the order everybody expects, by the language of the course. */
export const trueFalseTexts = {
  fr: ['Vrai', 'Faux'],
  en: ['True', 'False'],
} as const satisfies Record<Language, readonly [string, string]>

/** French is the language of a course that says none we know. */
export const courseLanguage = (language: string): Language => (language === 'en' ? 'en' : 'fr')

/** The choices of a true/false question, from what its key says of the statement. */
export const trueFalseChoices = (isTrue: boolean, language: Language): Choice[] =>
  trueFalseTexts[language].map((text, index) => ({
    id: 'ab'.charAt(index),
    text,
    correct: (index === 0) === isTrue,
    keepLast: false,
  }))
