import { type RefObject, useLayoutEffect } from 'react'

const growsByItself = typeof CSS !== 'undefined' && CSS.supports?.('field-sizing', 'content')

/** Gives a text area the height of its text, where the stylesheet (`field-sizing`) does not. */
export function useGrowing(area: RefObject<HTMLTextAreaElement | null>, value: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height follows its text
  useLayoutEffect(() => {
    const box = area.current
    if (!box || growsByItself) return
    box.style.blockSize = 'auto'
    // Zero while it is in a closed panel.
    if (box.scrollHeight > 0) box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`
  }, [area, value])
}
