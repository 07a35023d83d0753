import { useState } from 'react'
import { setBlindness } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; projectId: string }

/** While names are hidden: explains the codes, and offers to reveal the names, which is recorded in the audit log. */
export function BlindNotice({ courseId, projectId }: Props) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Notice
        icon="eye-off"
        actions={
          <Button onClick={() => setAsking(true)}>
            <Icon name="eye" />
            {t('projects.blind.reveal')}
          </Button>
        }
      >
        <p>
          <strong>{t('projects.blind.title')}</strong> {t('projects.blind.text')}
        </p>
      </Notice>
      <BlindDialog {...{ courseId, projectId }} isBlind={false} open={isAsking} onClose={() => setAsking(false)} />
    </>
  )
}

type DialogProps = Props & { isBlind: boolean; open: boolean; onClose: () => void }

/** Confirms hiding or revealing names. */
export function BlindDialog({ courseId, projectId, isBlind, open, onClose }: DialogProps) {
  const text = useText()
  const { t } = text
  const change = useProjectChange(setBlindness, onClose)
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { courseId, projectId }, body: { isBlind } })}
      title={t(isBlind ? 'projects.blind.hideTitle' : 'projects.blind.revealTitle')}
      confirm={t(isBlind ? 'projects.blind.hide' : 'projects.blind.reveal')}
      busy={change.isPending}
      error={change.error && <Failed error={change.error} />}
    >
      {t(isBlind ? 'projects.blind.hideText' : 'projects.blind.revealText')}
    </ConfirmDialog>
  )
}
