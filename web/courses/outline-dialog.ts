import type { OutlineCommandSent } from '#contract/courses/outline.ts'
import type { OutlineChanges, OutlineView } from './use-outline-change.ts'

export type OutlineSessionView = OutlineView['sessions'][number]
export type OutlineSectionView = OutlineSessionView['sections'][number]

/** The dialog that is open. */
export type OutlineDialog =
  /** Null to add one. */
  | { kind: 'session'; session: OutlineSessionView | null }
  | { kind: 'section'; session: string; section: OutlineSectionView | null }
  | { kind: 'prompt'; sections: readonly OutlineSectionView[] }
  | { kind: 'move' | 'merge' | 'split' | 'delete_section'; section: OutlineSectionView }
  | { kind: 'delete_session'; session: OutlineSessionView }
  | { kind: 'empty' }

/** What a dialog of the outline is given; it keeps what was typed when its change is refused. */
export type OutlineDialogProps = {
  courseId: string
  outline: OutlineView
  changes: Omit<OutlineChanges, 'send'>
  onSend: (command: OutlineCommandSent) => void
  onClose: () => void
}
