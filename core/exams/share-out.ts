type Line<Q> = { readonly count: number; readonly takes: (question: Q) => boolean }

/**
 * Per line, the ids it gets, no question twice: a maximum matching of places to questions, by augmenting paths (Kuhn,
 * 1955). A line falls short only when no assignment of the questions could fill it.
 */
export function shareOut<Q extends { readonly id: string }>(
  questions: readonly Q[],
  lines: readonly Line<Q>[],
): string[][] {
  const lineOf = new Map<string, number>()

  const placeOneMore = (line: number, asked: Set<string>): boolean => {
    const { takes } = lines[line] as Line<Q>
    const fitting = questions.filter((question) => !asked.has(question.id) && takes(question))
    const unused = fitting.find(({ id }) => !lineOf.has(id))
    if (unused) {
      lineOf.set(unused.id, line)
      return true
    }
    // Every fitting question is taken: try to give one of their holders another question.
    return fitting.some(({ id }) => {
      const holder = lineOf.get(id) as number
      if (asked.has(id) || holder === line || !placeOneMore(holder, asked.add(id))) return false
      lineOf.set(id, line)
      return true
    })
  }

  lines.forEach(({ count }, line) => {
    for (let placed = 0; placed < count && placeOneMore(line, new Set()); placed += 1);
  })
  return lines.map((_, line) => questions.filter(({ id }) => lineOf.get(id) === line).map(({ id }) => id))
}
