import { useText } from '#web/text/text.tsx'
import { OutlineEffect } from './OutlineEffect.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps } from './outline-dialog.ts'

/** Empties the outline after saying how much goes and where its questions wait. */
export function EmptyOutlineDialog({ onSend, ...rest }: OutlineDialogProps) {
  const { t } = useText()
  const { sessions } = rest.outline
  return (
    <OutlineForm
      {...rest}
      danger
      title={t('courses.outline.emptyNamed')}
      confirm={t('courses.outline.empty')}
      onSubmit={() => onSend({ kind: 'empty' })}
    >
      <p>
        {t('courses.outline.emptyWarning', {
          sessions: sessions.length,
          sections: sessions.reduce((sum, { sections }) => sum + sections.length, 0),
        })}
      </p>
      <OutlineEffect courseId={rest.courseId} command={{ kind: 'empty' }} />
    </OutlineForm>
  )
}
