import { useMutation, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { getCourse } from '#contract/auth/auth.ts'
import { type accessCode, sendAccessCodes } from '#contract/students/access-codes.ts'
import { excelFr, rfc4180, toCsvLine } from '#core/csv.ts'
import { writeLetter } from '#core/letters.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { LetterPreview } from '#web/auth/LetterPreview.tsx'
import { useMail } from '#web/auth/use-mail.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'

type Code = z.output<typeof accessCode>
type Props = { courseId: string; codes: readonly Code[]; origin: string | null }

/** Sends the codes that were just made to their students, or gives what a mail-merge needs to. */
export function SendCodes({ courseId, codes, origin }: Props) {
  const { t } = useText()
  const { isOn } = useMail(courseId)
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const send = useMutation(mutation(sendAccessCodes))
  const [first] = codes
  const withoutAddress = codes.filter(({ email }) => !email).length
  const letter =
    first &&
    course.data &&
    writeLetter(
      {
        ...{ kind: 'code', course: course.data.title, address: origin ?? '…', code: first.code },
        name: `${first.givenName} ${first.familyName}`,
      },
      course.data.language,
    )
  return (
    <section className="stack stack--tight no-print" aria-labelledby="send-codes">
      <h2 id="send-codes">{t('students.mail.title')}</h2>
      {withoutAddress > 0 && <p>{t('students.mail.withoutAddress', { count: withoutAddress })}</p>}
      <Failed error={send.error} />
      {send.data ? (
        <p role="status">
          {t('students.mail.queued', send.data)}{' '}
          <LinkButton variant="quiet" href={at.course(courseId).letters}>
            {t('auth.mail.title')}
          </LinkButton>
        </p>
      ) : (
        <div className="cluster">
          {isOn && (
            <Button
              busy={send.isPending}
              reason={origin === null ? t('auth.address.unknownShort') : undefined}
              onClick={() =>
                send.mutate({ params: { courseId }, body: { codes: codes.map(({ id, code }) => ({ id, code })) } })
              }
            >
              {t('students.mail.send', { count: codes.length - withoutAddress })}
            </Button>
          )}
          <Button onClick={() => download(mergeFile(codes, { origin, language: course.data?.language ?? 'fr' }))}>
            {t('students.mail.csv')}
          </Button>
        </div>
      )}
      {!isOn && <p className="small muted">{t('students.mail.byHand')}</p>}
      {letter && <LetterPreview letter={letter} />}
    </section>
  )
}

type File = { name: string; text: string }

/** A line per student, as the mail-merge of a word processor reads it. */
function mergeFile(
  codes: readonly Code[],
  { origin, language }: { origin: string | null; language: 'fr' | 'en' },
): File {
  const profile = language === 'fr' ? excelFr : rfc4180
  const titles =
    language === 'fr'
      ? ['Nom', 'Prénom', 'E-mail', 'Groupe', 'Code', 'Adresse']
      : ['Family name', 'Given name', 'E-mail', 'Group', 'Code', 'Address']
  const rows = codes.map(({ familyName, givenName, email, group, code }) => [
    ...[familyName, givenName, email ?? '', group, code, origin ?? ''],
  ])
  const lines = [titles, ...rows].map((cells) =>
    toCsvLine(
      cells.map((value) => ({ kind: 'text', value })),
      profile,
    ),
  )
  return { name: 'codes.csv', text: `${profile.start}${lines.join('')}` }
}

function download({ name, text }: File) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
