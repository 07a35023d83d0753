import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { OutlineDialog } from './outline-dialog.ts'
import { moveByOne } from './outline-moves.ts'
import type { Dragged, useDrag } from './use-drag.ts'
import type { OutlineView } from './use-outline-change.ts'

/** What a row of the outline, session or section, is given. */
export type OutlineRowProps = {
  courseId: string
  sessions: OutlineView['sessions']
  drag: ReturnType<typeof useDrag>
  isBusy: boolean
  onMove: (one: Dragged & { by: -1 | 1 }) => void
  onDialog: (dialog: OutlineDialog) => void
}
type PartProps = OutlineRowProps & { of: Dragged; title: string }

/** For pointers only: the buttons beside it do the same from the keyboard. */
export function Handle({ drag, of, isBusy }: PartProps) {
  return (
    <span className="outline__handle" aria-hidden="true" {...(isBusy ? {} : drag.handle(of))}>
      <Icon name="drag" />
    </span>
  )
}

export function MoveButtons({ sessions, of, title, isBusy, onMove }: PartProps) {
  const { t } = useText()
  const button = (by: -1 | 1) => (
    <Button
      iconOnly
      aria-label={t(by === -1 ? 'courses.outline.upNamed' : 'courses.outline.downNamed', { title })}
      data-move={by}
      data-of={of.id}
      disabled={moveByOne(sessions, of, by) === null}
      aria-busy={isBusy || undefined}
      onClick={() => onMove({ ...of, by })}
    >
      <Icon name={by === -1 ? 'chevron-up' : 'chevron-down'} />
    </Button>
  )
  return (
    <>
      {button(-1)}
      {button(1)}
    </>
  )
}
