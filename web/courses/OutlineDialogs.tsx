import type { OutlineCommandSent } from '#contract/courses/outline.ts'
import { DeleteSectionDialog } from './DeleteSectionDialog.tsx'
import { DeleteSessionDialog } from './DeleteSessionDialog.tsx'
import { DraftingPromptDialog } from './DraftingPromptDialog.tsx'
import { EmptyOutlineDialog } from './EmptyOutlineDialog.tsx'
import { MergeSectionsDialog } from './MergeSectionsDialog.tsx'
import { MoveSectionDialog } from './MoveSectionDialog.tsx'
import type { OutlineDialog } from './outline-dialog.ts'
import { SectionDialog } from './SectionDialog.tsx'
import { SessionDialog } from './SessionDialog.tsx'
import { SplitSectionDialog } from './SplitSectionDialog.tsx'
import type { OutlineChanges, OutlineView } from './use-outline-change.ts'

type Props = {
  courseId: string
  outline: OutlineView
  changes: OutlineChanges
  dialog: OutlineDialog | null
  onClose: () => void
}

export function OutlineDialogs({ dialog, changes, ...rest }: Props) {
  if (dialog === null) return null
  const onSend = (command: OutlineCommandSent) => changes.send(command, { onSuccess: rest.onClose })
  const shared = { ...rest, changes, onSend }
  switch (dialog.kind) {
    case 'session':
      return <SessionDialog {...shared} session={dialog.session} />
    case 'section':
      return <SectionDialog {...shared} session={dialog.session} section={dialog.section} />
    case 'prompt':
      return <DraftingPromptDialog courseId={rest.courseId} sections={dialog.sections} open onClose={rest.onClose} />
    case 'move':
      return <MoveSectionDialog {...shared} section={dialog.section} />
    case 'merge':
      return <MergeSectionsDialog {...shared} section={dialog.section} />
    case 'split':
      return <SplitSectionDialog {...shared} section={dialog.section} />
    case 'delete_section':
      return <DeleteSectionDialog {...shared} section={dialog.section} />
    case 'delete_session':
      return <DeleteSessionDialog {...shared} session={dialog.session} />
    case 'empty':
      return <EmptyOutlineDialog {...shared} />
  }
}
