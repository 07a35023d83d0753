import type { z } from 'zod'
import type { accessCode } from '#contract/students/access-codes.ts'
import { useText } from '#web/text/text.tsx'

type Code = z.output<typeof accessCode>
const blank = '…………………………'

type Props = {
  codes: readonly Code[]
  courseTitle: string
  /** What students type; null: left to be written by hand. */
  address: string | null
}

/** One slip per student, to cut and hand out. Extra time is personal data, so it is not printed. */
export function SlipsView({ codes, courseTitle, address }: Props) {
  const { t } = useText()
  return (
    <ul className="slips" aria-label={t('students.codes.slips')}>
      {codes.map(({ id, familyName, givenName, number, group, code }) => (
        <li key={id} className="slip">
          <p className="slip__course">{courseTitle}</p>
          <p className="slip__name">
            {familyName} {givenName}
          </p>
          <p className="slip__who">{[number, group].filter(Boolean).join(' · ')}</p>
          <p className="slip__code">
            <span className="vh">{t('students.codes.codeOf', { name: `${givenName} ${familyName}` })} </span>
            {code}
          </p>
          <ol className="slip__how">
            <li>{t('students.codes.step1', { address: address ?? blank })}</li>
            <li>{t('students.codes.step2')}</li>
            <li>{t('students.codes.step3')}</li>
          </ol>
        </li>
      ))}
    </ul>
  )
}
