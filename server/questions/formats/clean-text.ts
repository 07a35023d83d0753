import type { QuestionContext } from '#core/questions/question.ts'
import type { PortableQuestion } from './imported.ts'
import { withAnswerTexts } from './portable-texts.ts'

/**
 * Characters that XML 1.0 cannot represent and no tool shows: control characters, unpaired surrogates, two
 * noncharacters.
 */
const unsayable = /[\u0000-\u0008\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
/** Replaced by spaces, because they separate words; some readers take the last two for line breaks. */
const blanks = /[\u000b\u000c\u2028\u2029]/g

const clean = (text: string) => text.replace(unsayable, '').replace(blanks, ' ')

export function hasUnsayable(question: PortableQuestion): boolean {
  let isFound = false
  withTexts(question, (text) => {
    isFound ||= changed.test(text)
    return text
  })
  return isFound
}

const changed = new RegExp(`${unsayable.source}|${blanks.source}`, 'u')

/** The question without characters that other tools refuse; our own YAML can represent all of them. */
export const withoutUnsayable = (question: PortableQuestion): PortableQuestion => withTexts(question, clean)

/** The question with each of its texts changed, those of its answers included. */
function withTexts(question: PortableQuestion, change: (text: string) => string): PortableQuestion {
  const { title, context, stem, explanation, tags, category, idnumber } = question
  return {
    ...withAnswerTexts(question, change),
    ...(context ? { context: contextWith(context, change) } : {}),
    title: change(title),
    stem: change(stem),
    ...(explanation === undefined ? {} : { explanation: change(explanation) }),
    tags: tags.map(change),
    category: category.map(change),
    ...(idnumber === undefined ? {} : { idnumber: change(idnumber) }),
  }
}

const contextWith = ({ id, title, text }: QuestionContext, change: (text: string) => string): QuestionContext => ({
  id,
  ...(title === undefined ? {} : { title: change(title) }),
  text: change(text),
})
