import { Link } from 'wouter'
import { wasHandedIn } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import type { ExamAddresses } from '#web/addresses.ts'
import { OverrideWords } from '#web/exams/OverrideWords.tsx'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useHomonym } from '#web/students/use-homonyms.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { ProgressRule } from '#web/ui/ProgressRule.tsx'
import { type Acted, acts, concernedBy, lateActs, type StaffRole } from './acts.ts'
import { MonitorActItem } from './MonitorActItem.tsx'
import { MonitorRoomItems } from './MonitorRoomItems.tsx'
import { MonitorStatus } from './MonitorStatus.tsx'
import { MonitorTags } from './MonitorTags.tsx'
import { MonitorLeft, MonitorSeen } from './MonitorTimes.tsx'
import type { Live, WatchedLine } from './state.ts'

type Props = {
  line: WatchedLine
  live: Live
  isChosen: boolean
  role: StaffRole | undefined
  inExam: ExamAddresses
  onToggle: (line: WatchedLine) => void
  onAsk: (act: Acted, line: WatchedLine) => void
}

export function MonitorRow({ line, live, isChosen, role, inExam, onToggle, onAsk }: Props) {
  const { t } = useText()
  const homonym = useHomonym(line.studentId)
  const name = [line.givenName, line.familyName, ...(homonym ? [`(${homonym})`] : [])].join(' ')
  const slotName = useSlotName(live.slots)
  const isOver = isExamOver(live.examStatus)
  const hasStarted = line.startedAt !== null
  const isHandedIn = wasHandedIn(line.status)
  return (
    <tr role="row" data-selected={isChosen || undefined}>
      <td role="cell" className="monitor-row__tick">
        <Checkbox
          bare
          label={t('attempts.staff.table.select', { name })}
          checked={isChosen}
          onChange={() => onToggle(line)}
        />
      </td>
      <th role="rowheader" scope="row" className="monitor-row__who">
        <PersonLink {...line} />
        <span className="monitor-row__facts">
          {line.group && <span className="monitor-row__group">{line.group}</span>}
          {live.slots.length > 1 && <span className="monitor-row__group">{slotName(line.slot)}</span>}
          {line.hasExtraTime && (
            <abbr className="monitor-row__extra" title={t('attempts.staff.table.extra')}>
              {t('attempts.staff.table.extraShort')}
            </abbr>
          )}
          <MonitorTags line={line} live={live} />
          {line.override && (
            <span className="monitor-row__extra">
              <OverrideWords override={line.override} timeZone={live.timeZone} />
            </span>
          )}
        </span>
      </th>
      <td role="cell" className="monitor-row__what">
        <MonitorStatus line={line} live={live} />
      </td>
      <td role="cell" className="monitor-row__copy">
        {hasStarted ? (
          <ProgressRule done={line.answeredCount} total={live.questionCount} />
        ) : (
          <span className="muted">{t('attempts.staff.table.none')}</span>
        )}
      </td>
      <td role="cell" className="table__end table__figure monitor-row__age">
        <MonitorSeen line={line} live={live} />
      </td>
      <td role="cell" className="table__end table__figure monitor-row__left">
        <MonitorLeft line={line} live={live} />
      </td>
      <td role="cell" className="monitor-row__acts">
        {!isOver && concernedBy('grant', [line]).length > 0 && (
          <span className="monitor-row__quick">
            <Button variant="quiet" size="small" onClick={() => onAsk('grant', line)}>
              {t('attempts.staff.table.plusFive')}
              <span className="vh"> {t('attempts.staff.table.plusFiveOf', { name })}</span>
            </Button>
          </span>
        )}
        {(line.attemptId !== null || line.startedAt === null) && (
          <MoreMenu name={t('attempts.staff.table.actionsOf', { name })} size="small">
            {(isOver ? lateActs : acts)
              .filter((act) => concernedBy(act, [line]).length > 0)
              .map((act) => (
                <MonitorActItem key={act} act={act} lines={[line]} role={role} onAsk={() => onAsk(act, line)} />
              ))}
            <MonitorRoomItems lines={[line]} isOver={isOver} onAsk={(act) => onAsk(act, line)} />
            {live.lockedBrowser !== null && !isOver && (
              <MenuItem icon="lock" onChoose={() => onAsk('browser', line)}>
                {t(`attempts.staff.browser.${line.browserPass === null ? 'excuse' : 'withdraw'}.label`)}
              </MenuItem>
            )}
            {isHandedIn && role !== 'invigilator' && line.attemptId !== null && (
              <Link href={inExam.copy(line.attemptId).page} className="menu__item">
                <Icon name="eye" />
                <span>{t('attempts.staff.table.copy')}</span>
              </Link>
            )}
          </MoreMenu>
        )}
      </td>
    </tr>
  )
}
