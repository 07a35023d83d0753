import { Link } from 'wouter'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { Handle, MoveButtons, type OutlineRowProps } from './OutlineRow.tsx'
import type { OutlineSectionView } from './outline-dialog.ts'

type Props = OutlineRowProps & { section: OutlineSectionView; number: string }

export function SectionView({ section, number, ...row }: Props) {
  const { t } = useText()
  const { courseId, sessions, drag, onDialog } = row
  const { id, title, headings, objectives, exam, practice } = section
  const isOver = drag.place?.kind === 'section' && drag.place.id === id
  const isAlone = sessions.flatMap((session) => session.sections).length < 2
  return (
    <li
      className="outline__section"
      data-drag-kind="section"
      data-drag-id={id}
      data-dragged={drag.dragged?.id === id || undefined}
      data-over={isOver ? (drag.place?.isAfter ? 'after' : 'before') : undefined}
    >
      <Handle {...row} of={{ kind: 'section', id }} title={title} />
      <div className="outline__name">
        <h3>
          <span className="outline__number">{number}</span>
          <Link href={`${at.course(courseId).questions}?section=${id}`}>{title}</Link>
        </h3>
        <p className="outline__facts">
          <Badge tone={exam === 0 ? 'warn' : 'plain'} shape={exam === 0 ? 'open' : 'good'}>
            {t('courses.outline.questions', { count: exam })}
          </Badge>
          {practice > 0 && <span>{t('courses.outline.practice', { count: practice })}</span>}
          {headings.length > 0 && <span>{t('courses.outline.covers', { headings: headings.join(' · ') })}</span>}
        </p>
        {objectives.length > 0 && (
          <ul className="outline__objectives" aria-label={t('courses.outline.objectives')}>
            {objectives.map((objective) => (
              <li key={objective}>{objective}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="outline__acts">
        <MoveButtons {...row} of={{ kind: 'section', id }} title={title} />
        <Button
          iconOnly
          aria-label={t('courses.outline.editNamed', { title })}
          onClick={() => onDialog({ kind: 'section', session: '', section })}
        >
          <Icon name="edit" />
        </Button>
        <MoreMenu name={t('courses.outline.moreNamed', { title })}>
          <MenuItem icon="questions" onChoose={() => onDialog({ kind: 'prompt', sections: [section] })}>
            {t('courses.assistant.open')}
          </MenuItem>
          <MenuItem
            icon="swap"
            reason={sessions.length < 2 ? t('courses.outline.onlySession') : undefined}
            onChoose={() => onDialog({ kind: 'move', section })}
          >
            {t('courses.outline.move')}
          </MenuItem>
          <MenuItem
            icon="copy"
            reason={isAlone ? t('courses.outline.onlySection') : undefined}
            onChoose={() => onDialog({ kind: 'merge', section })}
          >
            {t('courses.outline.merge')}
          </MenuItem>
          <MenuItem icon="expand" onChoose={() => onDialog({ kind: 'split', section })}>
            {t('courses.outline.split')}
          </MenuItem>
          <MenuItem icon="trash" danger onChoose={() => onDialog({ kind: 'delete_section', section })}>
            {t('courses.outline.deleteSection')}
          </MenuItem>
        </MoreMenu>
      </div>
    </li>
  )
}
