import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getOutline } from '#contract/courses/outline.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { DraftingPromptDialog } from './DraftingPromptDialog.tsx'

type Props = { courseId: string; count?: number; variant?: 'primary' | 'secondary' }

/** Opens the text to give to an assistant for the sections of the course, those without a question first. */
export function CourseDraftingPrompt({ courseId, count, variant = 'secondary' }: Props) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const outline = useQuery({ ...query(getOutline, { params: { courseId } }), enabled: isOpen })
  const sections = outline.data?.sessions.flatMap((session) => session.sections)
  return (
    <>
      <Button variant={variant} busy={isOpen && outline.isPending} onClick={() => setOpen(true)}>
        {t('courses.assistant.open')}
      </Button>
      {isOpen && <Failed error={outline.error} />}
      {isOpen && sections && (
        <DraftingPromptDialog {...{ courseId, count, sections }} open onClose={() => setOpen(false)} />
      )}
    </>
  )
}
