type Size = { width: number; height: number }
type Box = { left: number; top: number; right: number; bottom: number }

/** In pixels: between two places that are tried, and around what must stay free. */
const step = 12
const apart = 4

/**
 * Where a message of this size covers nothing that can be clicked: the lowest place first, and of these the one nearest
 * to the right. Null when there is none.
 */
export function clearPlace(size: Size, view: Box, obstacles: readonly Box[]): { left: number; top: number } | null {
  for (let top = view.bottom - size.height; top >= view.top; top -= step) {
    for (let left = view.right - size.width; left >= view.left; left -= step) {
      if (!obstacles.some((box) => covers(box, { left, top }, size))) return { left, top }
    }
  }
  return null
}

const covers = (box: Box, { left, top }: { left: number; top: number }, { width, height }: Size): boolean =>
  box.left < left + width + apart &&
  box.right > left - apart &&
  box.top < top + height + apart &&
  box.bottom > top - apart
