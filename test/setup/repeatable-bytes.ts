import { createHash } from 'node:crypto'

/**
 * Random bytes that are the same at each run of a test, so that what is drawn from them is too: a failure that depends on a
 * draw comes back. `TEST_SEED=word` gives other draws. Each size has its own series, because tokens of sessions are asked in
 * no fixed order.
 */
export function repeatableBytes(seed = process.env['TEST_SEED'] ?? '') {
  const asked = new Map<number, number>()
  return (size: number): Buffer => {
    const rank = (asked.get(size) ?? 0) + 1
    asked.set(size, rank)
    return createHash('shake256', { outputLength: size }).update(`${seed}/${size}/${rank}`).digest()
  }
}
