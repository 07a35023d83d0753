import { getQuestionText } from '#contract/questions/question-writing.ts'
import type { Someone, World } from './world.ts'

type Place = { courseId: string; questionId: string }

/** A question in the form that its editor sends, without the fields that only the bank sets. */
export async function draftOf(world: Pick<World, 'ask'>, { who, params }: { who: Someone; params: Place }) {
  const {
    key: _key,
    headings: _headings,
    nextId: _nextId,
    ...draft
  } = (await world.ask(who, getQuestionText, { params })).body
  return draft
}
