import { useQuery } from '@tanstack/react-query'
import { getMail } from '#contract/auth/mail.ts'
import { query } from '#web/api.ts'

/** Whether letters of this course leave by themselves. */
export function useMail(courseId: string) {
  const mail = useQuery(query(getMail, { params: { courseId } }))
  return {
    isKnown: mail.data !== undefined,
    from: mail.data?.from ?? null,
    isOn: mail.data?.isOn === true,
    tellsReleases: mail.data?.tellsReleases === true,
    announcesExams: mail.data?.announcesExams === true,
    remindsExams: mail.data?.remindsExams === true,
  }
}
