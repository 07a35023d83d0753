import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { Handle, MoveButtons, type OutlineRowProps } from './OutlineRow.tsx'
import { SectionView } from './SectionView.tsx'
import type { OutlineView } from './use-outline-change.ts'

type Props = OutlineRowProps & { session: OutlineView['sessions'][number]; rank: number }

export function SessionView({ session, rank, ...row }: Props) {
  const { t, date } = useText()
  const { sessions, drag, onDialog } = row
  const { id, title, labs, sections } = session
  const isOver = drag.place?.kind === 'session' && drag.place.id === id
  return (
    <li
      className="outline__session"
      data-drag-kind="session"
      data-drag-id={id}
      data-dragged={drag.dragged?.id === id || undefined}
      data-over={isOver ? (drag.place?.isAfter ? 'after' : 'before') : undefined}
    >
      <div className="outline__head">
        <Handle {...row} of={{ kind: 'session', id }} title={title} />
        <div className="outline__name">
          <h2>
            <span className="outline__number">{rank + 1}</span>
            {title}
          </h2>
          {session.date && <p className="outline__date">{date(`${session.date}T12:00:00Z`)}</p>}
          {labs.map((lab) => (
            <p key={lab} className="outline__lab">
              {lab}
            </p>
          ))}
        </div>
        <div className="outline__acts">
          <MoveButtons {...row} of={{ kind: 'session', id }} title={title} />
          <Button
            iconOnly
            aria-label={t('courses.outline.editNamed', { title })}
            onClick={() => onDialog({ kind: 'session', session })}
          >
            <Icon name="edit" />
          </Button>
          <MoreMenu name={t('courses.outline.moreNamed', { title })}>
            <MenuItem icon="plus" onChoose={() => onDialog({ kind: 'section', session: id, section: null })}>
              {t('courses.outline.addSection')}
            </MenuItem>
            <MenuItem
              icon="questions"
              reason={sections.length === 0 ? t('courses.outline.noSection') : undefined}
              onChoose={() => onDialog({ kind: 'prompt', sections })}
            >
              {t('courses.assistant.open')}
            </MenuItem>
            <MenuItem icon="trash" danger onChoose={() => onDialog({ kind: 'delete_session', session })}>
              {t('courses.outline.deleteSession')}
            </MenuItem>
          </MoreMenu>
        </div>
      </div>
      <ol className="outline__sections">
        {sections.map((section, place) => (
          <SectionView
            key={section.id}
            {...row}
            section={section}
            number={`${rank + 1}.${place + 1}`}
            sessions={sessions}
          />
        ))}
      </ol>
      <Button variant="quiet" size="small" onClick={() => onDialog({ kind: 'section', session: id, section: null })}>
        <Icon name="plus" />
        {t('courses.outline.addSection')}
        <span className="vh"> {title}</span>
      </Button>
    </li>
  )
}
