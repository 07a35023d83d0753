import { at } from '#web/addresses.ts'
import type { TextId } from '#web/text/ids.ts'

type Keys = { keys: readonly string[]; text: TextId }

const course = at.course(':courseId')
const question = course.question(':questionId')
const project = course.project(':projectId')
const save: Keys = { keys: ['Ctrl S'], text: 'ui.staff.keys.save' }
const search: Keys = { keys: ['↑', '↓'], text: 'ui.staff.keys.found' }

/** The keys of a page, by its route; those of every page are not in it. */
export const pageKeys: Readonly<Record<string, readonly Keys[]>> = {
  [at.guide]: [search],
  [course.newQuestion]: [save],
  [question.edit]: [save],
  [course.exam(':examId').paper]: [
    { keys: ['A', '…', 'Z'], text: 'ui.staff.keys.letters' },
    { keys: ['Ctrl Z'], text: 'ui.staff.keys.undo' },
  ],
  [project.rubric]: [{ keys: ['Alt ↑', 'Alt ↓'], text: 'ui.staff.keys.moveCriterion' }],
  [project.team(':teamId')]: [
    { keys: ['1', '…', '9'], text: 'ui.staff.keys.level' },
    { keys: ['J', 'K'], text: 'ui.staff.keys.criterion' },
    { keys: ['C'], text: 'ui.staff.keys.comment' },
    { keys: ['B'], text: 'ui.staff.keys.bank' },
    { keys: ['N', 'P'], text: 'ui.staff.keys.team' },
  ],
}
