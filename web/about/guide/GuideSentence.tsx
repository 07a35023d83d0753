import { Link } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { type GuidePiece, piecesOf } from './guide-text.ts'

/** Where a link of the guide leads; null when the course or the exam is not known. */
export type GuideLinkTo = (to: string) => string | null

type Props = { text: string; linkTo: GuideLinkTo }

/** One sentence of the guide, with the product's own names and links to its pages. */
export function GuideSentence({ text, linkTo }: Props) {
  return <Pieces pieces={piecesOf(text)} linkTo={linkTo} />
}

function Pieces({ pieces, linkTo }: { pieces: readonly GuidePiece[]; linkTo: GuideLinkTo }) {
  return pieces.map((piece) => <Piece key={piece.start} piece={piece} linkTo={linkTo} />)
}

function Piece({ piece, linkTo }: { piece: GuidePiece; linkTo: GuideLinkTo }) {
  const { t, has } = useText()
  switch (piece.kind) {
    case 'words':
      return piece.text
    case 'command':
      return <code>{piece.text}</code>
    case 'name':
      return <strong className="guide__name">{has(piece.id) ? t(piece.id, piece.values) : piece.id}</strong>
    case 'link': {
      const href = linkTo(piece.to)
      const label = <Pieces pieces={piece.label} linkTo={linkTo} />
      return href === null ? label : <Link href={href}>{label}</Link>
    }
  }
}
