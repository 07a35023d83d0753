import { useId } from 'react'
import { Link } from 'wouter'
import { type DeskCounts, type DeskGroup, type DeskPlace, type DeskPlaceId, deskGroups, hrefOf } from './desk-places.ts'
import { useText } from './text/text.tsx'
import { Icon } from './ui/Icon.tsx'

type Props = { courseId: string; examId: string | null; counts: DeskCounts; here: DeskPlaceId | null }

/** The places of a course, grouped by the moment of its story. */
export function DeskNav(props: Props) {
  return deskGroups.map((group) => <Group key={group.id} group={group} {...props} />)
}

function Group({ group, ...props }: Props & { group: DeskGroup }) {
  const { t } = useText()
  const id = useId()
  return (
    <>
      {group.text && (
        <p className="desk-nav__group" id={id}>
          {t(group.text)}
        </p>
      )}
      <ul className="desk-nav__list" aria-labelledby={group.text ? id : undefined}>
        {group.places.map((place) => (
          <li key={place.id}>
            <Place place={place} {...props} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Place({ place, courseId, examId, counts, here }: Props & { place: DeskPlace }) {
  const { t } = useText()
  const href = hrefOf(place, courseId, examId)
  const inside = (
    <>
      <Icon name={place.icon} />
      {t(place.text)}
      {counts[place.id] !== undefined && <span className="desk-nav__count">{counts[place.id]}</span>}
    </>
  )
  if (href === null) {
    return (
      <span className="desk-nav__item muted" title={t('ui.staff.noExamYet')}>
        {inside}
        <span className="vh">, {t('ui.staff.noExamYet')}</span>
      </span>
    )
  }
  return (
    <Link href={href} className="desk-nav__item" aria-current={here === place.id ? 'page' : undefined}>
      {inside}
    </Link>
  )
}
