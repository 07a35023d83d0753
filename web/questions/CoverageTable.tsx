/* oxlint-disable jsx-a11y/control-has-associated-label, jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- display: grid on a phone takes the meaning of a table away; the written roles give it back */
import { Fragment } from 'react'
import { Link } from 'wouter'
import { bloomLevels, difficulties } from '#core/questions/question.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import type { Coverage, CoveredSection } from './coverage.ts'

type Props = { courseId: string; coverage: Coverage }
/** The lowest number of each shade; every cell also displays its number. */
const shades = [0, 1, 3, 5, 7]
const shadeOf = (count: number) => shades.findLastIndex((from) => count >= from)

/** One row per section; on a phone, one block per section with the same text. */
export function CoverageTable({ courseId, coverage }: Props) {
  const { t } = useText()
  return (
    <>
      <Key />
      <table role="table" className="heat">
        <caption className="vh">{t('questions.coverage.caption')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            <th role="columnheader" scope="colgroup" colSpan={difficulties.length}>
              {t('questions.coverage.difficulty')}
            </th>
            <th role="columnheader" scope="colgroup" colSpan={bloomLevels.length}>
              {t('questions.coverage.level')}
            </th>
            <td role="cell" colSpan={2} />
          </tr>
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('questions.coverage.section')}
            </th>
            {difficulties.map((one) => (
              <th role="columnheader" scope="col" key={one}>
                <abbr title={t(`questions.difficulty.${one}`)}>{t(`questions.coverage.short.${one}`)}</abbr>
              </th>
            ))}
            {bloomLevels.map((one) => (
              <th role="columnheader" scope="col" key={one}>
                <abbr title={t(`questions.level.${one}`)}>{t(`questions.coverage.short.${one}`)}</abbr>
              </th>
            ))}
            <th role="columnheader" scope="col">
              {t('questions.coverage.total')}
            </th>
            <th role="columnheader" scope="col">
              {t('questions.coverage.plan')}
            </th>
          </tr>
        </thead>
        {coverage.sessions.map((session, rank) => (
          <tbody role="rowgroup" key={session.id}>
            <tr role="row" className="heat__session">
              <th role="rowheader" scope="rowgroup" colSpan={10}>
                {`${rank + 1}. ${session.title}`}
              </th>
            </tr>
            {session.sections.map((section, place) => (
              <SectionRow
                key={section.id}
                href={`${at.course(courseId).questions}?section=${section.id}`}
                number={`${rank + 1}.${place + 1}`}
                section={section}
              />
            ))}
          </tbody>
        ))}
      </table>
    </>
  )
}

type RowProps = { href: string; number: string; section: CoveredSection }

function SectionRow({ href, number, section }: RowProps) {
  const { t } = useText()
  const { planned, missing } = section
  const isNeeded = (one: CoveredSection['needed'][number]) => section.needed.includes(one)
  return (
    <tr role="row" className="heat__row">
      <th role="rowheader" scope="row">
        <span className="heat__number">{number}</span>
        <Link href={href}>{section.title}</Link>
      </th>
      {difficulties.map((one) => (
        <Count
          key={one}
          name={t(`questions.difficulty.${one}`)}
          count={section.byDifficulty[one]}
          isNeeded={isNeeded(one)}
        />
      ))}
      {bloomLevels.map((one) => (
        <Count key={one} name={t(`questions.level.${one}`)} count={section.byLevel[one]} isNeeded={isNeeded(one)} />
      ))}
      <td role="cell" className="heat__total" data-label={t('questions.coverage.total')}>
        {section.total}
      </td>
      <td
        role="cell"
        className="heat__plan"
        data-short={missing > 0 || undefined}
        data-label={t('questions.coverage.plan')}
      >
        {missing > 0 && t('questions.coverage.planOf', { found: planned - missing, planned })}
        {missing === 0 && planned > 0 && planned}
        {planned === 0 && (
          <Fragment>
            <span aria-hidden="true">·</span>
            <span className="vh">{t('questions.coverage.notPlanned')}</span>
          </Fragment>
        )}
      </td>
    </tr>
  )
}

type CountProps = { name: string; count: number; isNeeded: boolean }

function Count({ name, count, isNeeded }: CountProps) {
  const { t } = useText()
  return (
    <td
      role="cell"
      className="heat__cell"
      data-shade={shadeOf(count)}
      data-needed={isNeeded || undefined}
      data-label={name}
    >
      <span>{count}</span>
      {isNeeded && <span className="vh">{t('questions.coverage.needed')}</span>}
    </td>
  )
}

function Key() {
  const { t } = useText()
  const words = (shade: number) => {
    const [from, next] = [shades[shade] as number, shades[shade + 1]]
    if (next === undefined) return t('questions.coverage.orMore', { from })
    return next - 1 === from ? String(from) : t('questions.coverage.range', { from, to: next - 1 })
  }
  return (
    <ul className="heat-key" aria-label={t('questions.coverage.key')}>
      <li>
        <i className="heat__cell" data-shade={0} data-needed />
        {t('questions.coverage.neededKey')}
      </li>
      {shades.map((from, shade) => (
        <li key={from}>
          <i className="heat__cell" data-shade={shade} />
          {words(shade)}
        </li>
      ))}
    </ul>
  )
}
