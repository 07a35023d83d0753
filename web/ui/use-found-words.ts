import { type RefObject, useEffect } from 'react'
import { plainLetters } from '#core/questions/lint/words.ts'

const name = 'found-words'

/**
 * Highlights these words in a text without touching its elements; browsers without custom highlights still show which
 * passages hold them.
 */
export function useFoundWords(element: RefObject<HTMLElement | null>, words: readonly string[]) {
  useEffect(() => {
    if (typeof CSS === 'undefined' || !('highlights' in CSS) || !element.current) return
    const ranges = words.length === 0 ? [] : rangesIn(element.current, words)
    CSS.highlights.set(name, new Highlight(...ranges))
    return () => {
      CSS.highlights.delete(name)
    }
  })
}

const mostRanges = 2_000

function rangesIn(element: HTMLElement, words: readonly string[]): Range[] {
  const ranges: Range[] = []
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node && ranges.length < mostRanges; node = walker.nextNode()) {
    const { folded, offsets } = foldedWithOffsets(node.nodeValue ?? '')
    for (const word of words) {
      for (let from = folded.indexOf(word); from !== -1; from = folded.indexOf(word, from + word.length)) {
        const range = document.createRange()
        range.setStart(node, offsets[from] ?? 0)
        range.setEnd(node, offsets[from + word.length] ?? node.nodeValue?.length ?? 0)
        ranges.push(range)
      }
    }
  }
  return ranges
}

/** A text without accents nor capitals, and where each of its letters was: « œ » or « é » may have another length. */
function foldedWithOffsets(text: string): { folded: string; offsets: number[] } {
  let folded = ''
  const offsets: number[] = []
  let at = 0
  for (const letter of text) {
    const plain = plainLetters(letter)
    for (let sign = 0; sign < plain.length; sign += 1) offsets.push(at)
    folded += plain
    at += letter.length
  }
  return { folded, offsets: [...offsets, at] }
}
