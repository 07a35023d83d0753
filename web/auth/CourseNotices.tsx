import { useMutation } from '@tanstack/react-query'
import { setMail } from '#contract/auth/mail.ts'
import { noticeKinds } from '#contract/exams/notices.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { NoticePreview } from './NoticePreview.tsx'
import { useMail } from './use-mail.ts'

const settingOf = { announced: 'announcesExams', reminder: 'remindsExams', released: 'tellsReleases' } as const

type Props = { courseId: string; mayChange: boolean; onChanged: () => Promise<unknown> }

/** What students are told of an exam by itself, each with its letter to read first. */
export function CourseNotices({ courseId, mayChange, onChanged }: Props) {
  const { t } = useText()
  const mail = useMail(courseId)
  const set = useMutation({ ...mutation(setMail), onSettled: onChanged })
  return (
    <div className="stack stack--tight">
      {noticeKinds.map((kind) => (
        <div key={kind}>
          <Checkbox
            label={t(`auth.mail.notices.${kind}`)}
            hint={t(mayChange ? `auth.mail.notices.${kind}Hint` : 'auth.settings.ownersOnly')}
            disabled={!mayChange || set.isPending}
            checked={mail[settingOf[kind]]}
            onChange={({ target }) =>
              set.mutate({ params: { courseId }, body: { isOn: true, [settingOf[kind]]: target.checked } })
            }
          />
          {mayChange && <NoticePreview courseId={courseId} kind={kind} />}
        </div>
      ))}
      <Failed error={set.error} />
    </div>
  )
}
