import { useId } from 'react'
import { Link } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import {
  hrefOf,
  type PageCounts,
  type ShellExams,
  type TrainerPage,
  type TrainerPageGroup,
  type TrainerPageId,
  trainerPageGroups,
} from './trainer-pages.ts'

type Props = { courseId: string; exams: ShellExams; counts: PageCounts; here: TrainerPageId | null }

/** The pages of a course, grouped in the order of its life. */
export function TrainerNav(props: Props) {
  return trainerPageGroups.map((group) => <Group key={group.id} group={group} {...props} />)
}

function Group({ group, ...props }: Props & { group: TrainerPageGroup }) {
  const { t } = useText()
  const id = useId()
  return (
    <>
      {group.text && (
        <p className="staff-nav__group" id={id}>
          {t(group.text)}
        </p>
      )}
      <ul className="staff-nav__list" aria-labelledby={group.text ? id : undefined}>
        {group.places.map((place) => (
          <li key={place.id}>
            <NavItem place={place} {...props} />
          </li>
        ))}
      </ul>
    </>
  )
}

function NavItem({ place, courseId, exams, counts, here }: Props & { place: TrainerPage }) {
  const { t } = useText()
  const href = hrefOf(place, courseId, exams)
  const inside = (
    <>
      <Icon name={place.icon} />
      {t(place.text)}
      {counts[place.id] !== undefined && <span className="staff-nav__count">{counts[place.id]}</span>}
    </>
  )
  if (href === null) {
    return (
      <span className="staff-nav__item muted" title={t('ui.staff.noExamYet')}>
        {inside}
        <span className="vh">, {t('ui.staff.noExamYet')}</span>
      </span>
    )
  }
  return (
    <Link href={href} className="staff-nav__item" aria-current={here === place.id ? 'page' : undefined}>
      {inside}
    </Link>
  )
}
