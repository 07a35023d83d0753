import type { Reply } from '#contract/endpoint.ts'
import type { previewRubric } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'

type Props = {
  /** Null while nothing is asked. */
  effect: Reply<typeof previewRubric> | null
  busy: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Before a rubric that was used is changed: whose mark changes, and whether they have read it. */
export function RubricEffect({ effect, busy, onClose, onConfirm }: Props) {
  const { t, mark, list } = useText()
  const teams = effect?.teams ?? []
  const shown = (value: number | null) => (value === null ? '–' : mark(value))
  return (
    <ConfirmDialog
      open={effect !== null}
      onClose={onClose}
      onConfirm={onConfirm}
      busy={busy}
      kind={effect?.isReleased ? 'danger' : 'plain'}
      title={t('projects.editor.effectTitle', { count: teams.length })}
      confirm={t('projects.editor.effectYes')}
    >
      {effect?.isReleased && (
        <Notice tone="warn">
          <p>{t('projects.editor.effectReleased')}</p>
        </Notice>
      )}
      <Table
        caption={t('projects.editor.effect')}
        quietCaption
        rows={teams}
        rowKey={({ teamId }) => teamId}
        columns={[
          {
            id: 'team',
            header: t('projects.editor.effectTeam'),
            rowHeader: true,
            cell: ({ name, members }) => (
              <>
                {name}
                {members.length > 0 && <p className="small muted">{list(members)}</p>}
              </>
            ),
          },
          {
            id: 'before',
            header: t('projects.editor.effectBefore'),
            align: 'end',
            cell: ({ before }) => shown(before),
          },
          { id: 'after', header: t('projects.editor.effectAfter'), align: 'end', cell: ({ after }) => shown(after) },
        ]}
      />
    </ConfirmDialog>
  )
}
