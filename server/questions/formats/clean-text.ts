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

export const hasUnsayable = (question: PortableQuestion): boolean =>
  JSON.stringify(written(question)) !== JSON.stringify(written(withoutUnsayable(question)))

/** The question without characters that other tools refuse; our own YAML can represent all of them. */
export function withoutUnsayable(question: PortableQuestion): PortableQuestion {
  const { title, context, stem, explanation, tags, category, idnumber } = question
  return {
    ...withAnswerTexts(question, clean),
    ...(context ? { context: cleanContext(context) } : {}),
    title: clean(title),
    stem: clean(stem),
    ...(explanation === undefined ? {} : { explanation: clean(explanation) }),
    tags: tags.map(clean),
    category: category.map(clean),
    ...(idnumber === undefined ? {} : { idnumber: clean(idnumber) }),
  }
}

const cleanContext = ({ id, title, text }: QuestionContext): QuestionContext => ({
  id,
  ...(title === undefined ? {} : { title: clean(title) }),
  text: clean(text),
})

const written = ({
  title,
  context,
  stem,
  choices,
  answers,
  explanation,
  tags,
  category,
  idnumber,
}: PortableQuestion) => [
  ...[title, context?.title, context?.text, stem, explanation, tags, category, idnumber],
  ...[choices, answers],
]
