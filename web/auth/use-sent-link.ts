import { useState } from 'react'
import { useMail } from './use-mail.ts'

export type SentLink = { isOn: boolean; isSent: boolean; change: (isSent: boolean) => void }

/** Whether the platform also sends a link that is made: yes unless the maker says no, when letters leave. */
export function useSentLink(courseId: string): SentLink {
  const { isOn } = useMail(courseId)
  const [isChosen, change] = useState(true)
  return { isOn, isSent: isOn && isChosen, change }
}
