import { useQuery } from '@tanstack/react-query'
import { listLmsContexts } from '#contract/lms/members.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { isAtLeast, useCourse } from './use-course.ts'

type Props = { to: 'members' | 'marks'; href: string; size?: 'small' }

/** The way to what a learning platform gives or takes; nothing for a course that no platform is bound to. */
export function LmsLink({ to, href, size }: Props) {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const mayAsk = isAtLeast(role, 'trainer')
  const contexts = useQuery({ ...query(listLmsContexts, { params: { courseId } }), enabled: mayAsk })
  const isOffered = contexts.data?.contexts.some((one) => (to === 'members' ? one.hasMembers : one.hasMarks)) ?? false
  if (!mayAsk || !isOffered) return null
  return (
    <LinkButton href={href} {...(size ? { size } : {})}>
      <Icon name={to === 'members' ? 'download' : 'upload'} />
      {t(to === 'members' ? 'lms.members.go' : 'lms.marks.go')}
    </LinkButton>
  )
}
