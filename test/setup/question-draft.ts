import { getQuestionText } from '#contract/questions/question-writing.ts'
import type { Someone, World } from './world.ts'

type Place = { courseId: string; questionId: string }

/** A question as its editor sends it: its text as it is read, without what the bank alone says of it. */
export async function draftOf(world: Pick<World, 'ask'>, { who, params }: { who: Someone; params: Place }) {
  const { key: _key, headings: _headings, ...draft } = (await world.ask(who, getQuestionText, { params })).body
  return draft
}
