import type { PortableQuestion } from './imported.ts'

/** What XML 1.0 cannot say, and no tool shows: control characters, half signs, two points that are no characters. */
const unsayable = /[\u0000-\u0008\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
/** They part words; to some readers the last two part lines. */
const blanks = /[\u000b\u000c\u2028\u2029]/g

const clean = (text: string) => text.replace(unsayable, '').replace(blanks, ' ')

export const hasUnsayable = (question: PortableQuestion): boolean =>
  JSON.stringify(written(question)) !== JSON.stringify(written(withoutUnsayable(question)))

/** The question as another tool can take it; our own YAML can say everything. */
export function withoutUnsayable(question: PortableQuestion): PortableQuestion {
  const { title, stem, explanation, choices, tags, category, idnumber } = question
  return {
    ...question,
    title: clean(title),
    stem: clean(stem),
    choices: choices.map(({ text, feedback, ...choice }) => ({
      ...{ ...choice, text: clean(text) },
      ...(feedback === undefined ? {} : { feedback: clean(feedback) }),
    })),
    ...(explanation === undefined ? {} : { explanation: clean(explanation) }),
    tags: tags.map(clean),
    category: category.map(clean),
    ...(idnumber === undefined ? {} : { idnumber: clean(idnumber) }),
  }
}

const written = ({ title, stem, choices, explanation, tags, category, idnumber }: PortableQuestion) => [
  ...[title, stem, explanation, tags, category, idnumber],
  choices.map(({ text, feedback }) => [text, feedback]),
]
