import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { cutText } from '#core/cut-text.ts'
import type { Change } from '#core/grading/correction.ts'
import type { RuledQuestion, Rules } from '#core/grading/marking.ts'
import type { Prisma } from '#prisma/client/client.ts'

/** A question's rule in a run, for display. */
export function ruledView({ choices, alsoAccepted, points, scale, neutral, onlyIfTicked }: RuledQuestion) {
  const right = (key: RuledQuestion['choices']) => key.filter(({ correct }) => correct).map(({ id }) => id)
  return {
    right: right(choices),
    alsoAccepted: (alsoAccepted ?? []).map(right),
    points,
    scaleKind: scale?.kind ?? null,
    neutral: neutral ?? null,
    onlyIfTicked: onlyIfTicked ?? null,
  }
}

/** The first words of a frozen question, without its code blocks. */
export function questionOpeningOf({ asked }: { asked: { stem: Content } }): string {
  const words = asked.stem
    .filter((node) => !(node.type === 'element' && node.tag === 'pre'))
    .map((node) => plainText([node]))
  const text = words.join(' ').replace(/\s+/g, ' ').trim()
  return text.length <= 160 ? text : `${cutText(text, 160).replace(/\s+\S*$/, '')}…`
}

/** The question of a change before and after it, as text to be stored. */
export async function describeQuestion(
  tx: Prisma.TransactionClient,
  { change, before, after }: { change: Change; before: Rules; after: Rules },
) {
  if (!('questionId' in change)) return null
  const { questionId } = change
  const question = await tx.examQuestion.findUniqueOrThrow({ where: { id: questionId } })
  return {
    position: question.position + 1,
    opening: questionOpeningOf(question),
    before: ruledView(before.questions[questionId] as RuledQuestion),
    after: ruledView(after.questions[questionId] as RuledQuestion),
  }
}
