type Place = { readonly x: number; readonly y: number }

const gap = 24

/** Moves overlapping points apart, so that each number can be read and clicked. */
export function apart(places: readonly Place[], rounds = 40): Place[] {
  const moved = places.map((place) => ({ ...place }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, one] of moved.entries()) {
      for (const other of moved.slice(index + 1)) {
        const [dx, dy] = [other.x - one.x, other.y - one.y]
        const distance = Math.hypot(dx, dy)
        if (distance >= gap) continue
        const push = (gap - distance) / 2
        const [ux, uy] = distance > 0.01 ? [dx / distance, dy / distance] : [Math.cos(index), Math.sin(index)]
        one.x -= ux * push
        one.y -= uy * push
        other.x += ux * push
        other.y += uy * push
      }
    }
  }
  return moved.map(({ x, y }) => ({ x: Math.min(Math.max(x, 70), 604), y: Math.min(Math.max(y, 38), 336) }))
}
