import { useCallback } from 'react'
import { useText } from '#web/text/text.tsx'
import { type GuidePiece, piecesOf } from './guide-text.ts'

/** Gives a sentence of the guide as it is read: the product's names in place of their ids, links by their words. */
export function useSentenceWords(): (sentence: string) => string {
  const { t, has } = useText()
  return useCallback(
    (sentence: string) => {
      const wordsIn = (piece: GuidePiece): string => {
        if (piece.kind === 'name') return has(piece.id) ? t(piece.id, piece.values) : piece.id
        return piece.kind === 'link' ? piece.label.map(wordsIn).join('') : piece.text
      }
      return piecesOf(sentence).map(wordsIn).join('')
    },
    [t, has],
  )
}
