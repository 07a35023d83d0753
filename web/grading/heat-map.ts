import type { HeatMap } from '#contract/grading/grading.ts'
import type { Row } from './results-filter.ts'

type Question = HeatMap['questions'][number]
type Kind = HeatMap['kinds'][number]
/** `place`: where the student read the question, from 1; `share`: from 0 to 1, what was earned of its points. */
export type HeatCell = Kind & { place: number; share: number }
export type HeatRow = { row: Row; attemptId: string; cells: ReadonlyMap<string, HeatCell> }

/** The map of the shown students; `facility`: the best marks first, and the questions that went best. */
export function sortedMap(map: HeatMap, rows: readonly Row[], order: 'exam' | 'facility') {
  const copies = new Map(map.copies.map((copy) => [copy.attemptId, copy]))
  const kinds = map.kinds.map((kind) => ({ ...kind, share: shareOf(kind) }))
  const people = rows.flatMap((row): HeatRow[] => {
    const copy = copies.get(row.attemptId ?? '')
    if (!copy) return []
    const cells = copy.questions.flatMap((index, line): [string, HeatCell][] => {
      const [question, kind] = [map.questions[index], kinds[copy.kinds[line] ?? -1]]
      return question && kind ? [[question.id, { ...kind, place: line + 1 }]] : []
    })
    return [{ row, attemptId: copy.attemptId, cells: new Map(cells) }]
  })
  if (order === 'exam') return { questions: map.questions, people }
  const facility = ({ facility: share }: Question) => share ?? -1
  return {
    questions: map.questions.toSorted((one, other) => facility(other) - facility(one)),
    people: people.toSorted((one, other) => (other.row.mark ?? 0) - (one.row.mark ?? 0)),
  }
}

/** A negative mark is drawn as nothing earned. */
const shareOf = ({ earned, points }: Pick<Kind, 'earned' | 'points'>) =>
  points === 0 ? 0 : Math.min(Math.max(earned / points, 0), 1)

/** The sign of an answer: told apart without any colour. */
export function signOf(outcome: HeatCell['outcome']): string {
  switch (outcome) {
    case 'right':
    case 'partial':
      return ''
    case 'wrong':
      return '×'
    case 'blank':
      return '–'
  }
}

/** A place in the grid: row 0 is the headings, column 0 the names. */
export type Place = { row: number; column: number }

/** Where a key leads in the grid; null for any other key. The corner holds nothing. */
export function nextPlace(
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { row, column }: Place,
  { rows, columns }: { rows: number; columns: number },
): Place | null {
  const within = (place: Place): Place => ({
    row: Math.min(Math.max(place.row, place.column === 0 ? 1 : 0), rows - 1),
    column: Math.min(Math.max(place.column, place.row === 0 ? 1 : 0), columns - 1),
  })
  switch (key) {
    case 'ArrowUp':
      return within({ row: row - 1, column })
    case 'ArrowDown':
      return within({ row: row + 1, column })
    case 'ArrowLeft':
      return within({ row, column: column - 1 })
    case 'ArrowRight':
      return within({ row, column: column + 1 })
    case 'Home':
      return within({ row: ctrlKey ? 0 : row, column: 0 })
    case 'End':
      return within({ row: ctrlKey ? rows - 1 : row, column: columns - 1 })
    default:
      return null
  }
}
