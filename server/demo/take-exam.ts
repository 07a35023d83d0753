import { partsOf } from '#core/questions/parts.ts'
import type { Difficulty } from '#core/questions/question.ts'
import { typedMark } from '#core/questions/typed-answer.ts'
import type { Chance } from '#core/seed.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'
import { saveAnswer } from '#server/attempts/sitting/save.ts'
import { startAttempt } from '#server/attempts/sitting/start.ts'
import { submitAttempt } from '#server/attempts/sitting/submit.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import { answerIdOf } from '#server/questions/choice-ids.ts'
import { type atTime, later } from './clock.ts'

const difficultyOf: Record<Difficulty, number> = { easy: -1.2, medium: -0.1, hard: 1.1 }

type Sitting = {
  at: ReturnType<typeof atTime>
  student: StudentCaller
  ability: number
  examId: string
  questions: readonly ExamQuestion[]
  opensAt: Date
  chance: Chance
}

/** One simulated student takes an exam through the functions that real students use, with changes of mind. */
export async function takeExam({ at, student, ability, examId, questions, opensAt, chance }: Sitting) {
  const device = `demo0001:${student.studentId.slice(0, 8)}`
  let now = later(opensAt, 5 + chance(80))
  at.set(now)
  const sitting = await startAttempt(at.deps, student, { examId, device, ip: '127.0.0.1' })
  const attemptId = sitting.id
  let sequence = 0
  for (const { id: questionId } of sitting.questions) {
    const content = questions.find(({ id }) => id === questionId)?.content
    if (!content) throw new Error('a sitting asks only questions of its exam')
    now = later(now, content.expectedSeconds * 0.6 + chance(50))
    at.set(now)
    for (const choices of ticksOf({ content, ability, chance })) {
      sequence += 1
      await saveAnswer(at.deps, {
        attemptId,
        studentId: student.studentId,
        questionId,
        choices: choices.map((id) => answerIdOf(at.deps, { questionId, type: content.type, id })),
        flagged: false,
        device,
        epoch: 1,
        sequence,
      }).catch(() => undefined)
    }
  }
  await submitAttempt(at.deps, student, { attemptId, origin: 'http://localhost' })
}

type Content = ExamQuestion['content']

/** The successive ticks on one question, of which the last counts: none, an answer, or a first idea and another. */
function ticksOf({ content, ability, chance }: { content: Content; ability: number; chance: Chance }): string[][] {
  const isIn = (probability: number) => chance(1000) < probability * 1000
  const knows = 1 / (1 + Math.exp(difficultyOf[content.difficulty] - ability))
  // Weak students leave more blanks than strong ones.
  if (isIn(0.12 * (1 - knows))) return []
  const pick = () => {
    if (content.type === 'multiple') return several(content, knows, isIn)
    if (content.type === 'ordering') return ordered(content, { isKnown: isIn(knows), chance })
    const ticked = partsOf(content.choices).flatMap(({ choices }) => one({ choices }, knows, isIn, chance))
    return content.typed ? ticked.map((id) => typedMark(textOf(content, id))) : ticked
  }
  return isIn(0.15) ? [pick(), pick()] : [pick()]
}

const textOf = ({ choices }: Content, choice: string) => choices.find(({ id }) => id === choice)?.text ?? ''

/** The right order, or one in which two neighbours changed places. */
function ordered({ choices }: Content, { isKnown, chance }: { isKnown: boolean; chance: Chance }) {
  const places = partsOf(choices)
  const items = places.map((place) => place.choices.find(({ correct }) => correct)?.option)
  const at = chance(places.length - 1)
  if (!isKnown) items.splice(at, 2, items[at + 1], items[at])
  return places.flatMap((place, rank) =>
    place.choices.filter(({ option }) => option === items[rank]).map(({ id }) => id),
  )
}

function one({ choices }: Pick<Content, 'choices'>, knows: number, isIn: (p: number) => boolean, chance: Chance) {
  const right = choices.filter(({ correct }) => correct)
  const wrong = choices.filter(({ correct }) => !correct)
  const from = isIn(knows) ? right : wrong
  return [from[chance(from.length)]?.id ?? ''].filter(Boolean)
}

function several({ choices }: Content, knows: number, isIn: (p: number) => boolean) {
  const ticked = choices.filter(({ correct }) => (isIn(0.35 + 0.65 * knows) ? correct : !correct))
  return ticked.map(({ id }) => id)
}
