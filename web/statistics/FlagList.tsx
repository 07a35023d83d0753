import type { ExamItem } from '#contract/statistics/statistics.ts'
import { Status } from '#web/ui/Status.tsx'
import { useFigureText } from './use-figure-text.ts'

const looks = {
  key_suspect: { shape: 'bad', tone: 'bad' },
  negative_discrimination: { shape: 'warn', tone: 'warn' },
  weak_discrimination: { shape: 'warn', tone: 'warn' },
  below_guess: { shape: 'warn', tone: 'warn' },
  too_hard: { shape: 'part', tone: 'plain' },
  too_easy: { shape: 'part', tone: 'plain' },
  many_blanks: { shape: 'part', tone: 'plain' },
  dead_distractor: { shape: 'part', tone: 'plain' },
} as const

/** Several unused distractors are displayed as one flag, since they need one action. */
const merged = (flags: ExamItem['flags']) =>
  flags.filter(({ code }, index) => flags.findIndex((flag) => flag.code === code) === index)

/** Whether a flag asks for more than a look: the key, or how the question sorts the class, may be wrong. */
export const isSuspect = ({ flags }: ExamItem): boolean => flags.some(({ code }) => looks[code].tone !== 'plain')

/** The flags of a question, each with its name and, unless it is brief, the advised action. */
export function FlagList({ item, isBrief = false }: { item: ExamItem; isBrief?: boolean }) {
  const { flagOf } = useFigureText()
  if (item.flags.length === 0) return null
  return (
    <ul className="statistics__flags">
      {merged(item.flags).map((flag) => {
        const { name, advice } = flagOf(item, flag)
        return (
          <li key={flag.code}>
            <Status shape={looks[flag.code].shape} tone={looks[flag.code].tone}>
              {name}
            </Status>
            {!isBrief && <span className="small muted">{advice}</span>}
          </li>
        )
      })}
    </ul>
  )
}
