import { expect, it } from 'vitest'
import { clearPlace } from '#web/ui/clear-place.ts'

const view = { left: 16, top: 16, right: 1264, bottom: 784 }
const toast = { width: 400, height: 60 }
const box = (left: number, top: number, width: number, height: number) => ({
  ...{ left, top, right: left + width, bottom: top + height },
})

it('puts a message in the lower right corner while nothing is there', () => {
  expect(clearPlace(toast, view, [])).toEqual({ left: 864, top: 724 })
  expect(clearPlace(toast, view, [box(20, 20, 100, 40)])).toEqual({ left: 864, top: 724 })
})

it('moves it so that it covers no button, however many there are', () => {
  const buttons = [
    box(1150, 740, 100, 36),
    ...Array.from({ length: 18 }, (_, row) => box(1000, 30 + row * 40, 200, 32)),
  ]
  const place = clearPlace(toast, view, buttons)
  expect(place?.top).toBe(724)
  for (const { left, top, right, bottom } of buttons)
    expect(left < (place?.left ?? 0) + 400 && right > (place?.left ?? 0) && top < 784 && bottom > 724).toBe(false)
})

it('says that there is no such place', () => {
  expect(clearPlace(toast, view, [box(0, 0, 1280, 800)])).toBeNull()
})
