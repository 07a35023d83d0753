import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { DraftingPromptDialog, type PromptedSection } from './DraftingPromptDialog.tsx'

type Props = { courseId: string; section: PromptedSection }

/** Opens the text to give to an assistant for a section. */
export function DraftingPromptButton({ courseId, section }: Props) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setOpen(true)}>
        {t('courses.assistant.open')}
        <span className="vh"> {section.title}</span>
      </Button>
      <DraftingPromptDialog courseId={courseId} sections={[section]} open={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
