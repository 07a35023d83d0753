import type { PortableAnswers, PortableChoice, PortableItem, PortableQuestion } from './imported.ts'

/** `isPlain`: what somebody types, which is no Markdown. */
type Change = (text: string, isPlain: boolean) => string

/** The question with the texts of its answers changed; here alone it is known where they are. */
export function withAnswerTexts<Q extends Pick<PortableQuestion, 'choices' | 'answers'>>(
  question: Q,
  change: Change,
): Q {
  const { choices, answers } = question
  return {
    ...question,
    choices: choices.map((choice) => withTexts(choice, change)),
    ...(answers ? { answers: changed(answers, change) } : {}),
  }
}

function changed(answers: PortableAnswers, change: Change): PortableAnswers {
  switch (answers.kind) {
    case 'cloze':
      return { ...answers, gaps: answers.gaps.map((gap) => gap.map((choice) => withTexts(choice, change))) }
    case 'ordering':
      return { ...answers, items: answers.items.map((item) => withTexts(item, change)) }
    case 'matching':
      return {
        ...answers,
        pairs: answers.pairs.map(({ item, answer, ...pair }) => ({
          ...withFeedback(pair, change),
          item: change(item, false),
          answer: change(answer, false),
        })),
        extras: answers.extras.map((text) => change(text, false)),
      }
    case 'exact_answer':
      return {
        ...answers,
        answers: answers.answers.map((answer) => ({
          ...withFeedback(answer, change),
          text: change(answer.text, true),
        })),
      }
  }
}

const withTexts = <T extends PortableItem | PortableChoice>(item: T, change: Change): T => ({
  ...withFeedback(item, change),
  text: change(item.text, false),
})

const withFeedback = <T extends { readonly feedback?: string | undefined }>(item: T, change: Change): T =>
  item.feedback === undefined ? item : { ...item, feedback: change(item.feedback, false) }

/** The texts of the answers in Markdown, comments included. */
export function answerMarkdown(question: Pick<PortableQuestion, 'choices' | 'answers'>): string[] {
  const texts: string[] = []
  withAnswerTexts(question, (text, isPlain) => {
    if (!isPlain) texts.push(text)
    return text
  })
  return texts
}
