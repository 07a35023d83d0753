/** Questions that are never drawn together: they ask the same thing, or one gives the other's answer away. */

type Named = { readonly id: string; readonly enemies?: readonly string[] | null | undefined }

/** By id, the enemies of a question: those it names and those that name it. Ids without an enemy are absent. */
export type Enemies = ReadonlyMap<string, ReadonlySet<string>>

export function enemiesAmong(questions: readonly Named[]): Enemies {
  const known = new Map<string, Set<string>>()
  const name = (one: string, other: string) => known.set(one, (known.get(one) ?? new Set<string>()).add(other))
  for (const { id, enemies } of questions)
    for (const enemy of enemies ?? [])
      if (enemy !== id) {
        name(id, enemy)
        name(enemy, id)
      }
  return known
}

export type EnemyPair = [string, string]

/** The enemies among these ids, each pair once, in their order. */
export function pairsAmong(ids: readonly string[], enemies: Enemies): EnemyPair[] {
  if (enemies.size === 0) return []
  return ids.flatMap((id, rank) =>
    ids.slice(rank + 1).flatMap((other): EnemyPair[] => (enemies.get(id)?.has(other) ? [[id, other]] : [])),
  )
}

/** The questions without those that have an enemy before them: nobody is asked both. */
export function withoutEnemies<Q extends Named>(questions: readonly Q[]): Q[] {
  const enemies = enemiesAmong(questions)
  const kept = new Set<string>()
  return questions.filter(({ id }) => {
    if ([...(enemies.get(id) ?? [])].some((enemy) => kept.has(enemy))) return false
    kept.add(id)
    return true
  })
}
