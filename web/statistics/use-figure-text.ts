import type { ExamItem } from '#contract/statistics/statistics.ts'
import type { Figure } from '#core/statistics/figure.ts'
import { useText } from '#web/text/text.tsx'

type FigureOrNone = { value: number | null; reason?: string | undefined }

/** Formats statistics as text; an undefined one is a dash with its reason. */
export function useFigureText() {
  const { t, has, number, mark, list, duration } = useText()
  const reasonOf = ({ reason = '' }: FigureOrNone): string => {
    const id = `statistics.reason.${reason as NonNullable<Figure['reason']>}`
    return has(id) ? t(id) : ''
  }
  const ratio = (figure: FigureOrNone) => (figure.value === null ? '–' : signed(number(figure.value, 2)))
  const marked = (figure: FigureOrNone) => (figure.value === null ? '–' : mark(figure.value))
  const between = (interval: { low: number; high: number } | null) =>
    interval
      ? t('statistics.between', { low: signed(number(interval.low, 2)), high: signed(number(interval.high, 2)) })
      : ''
  /** A choice of a question in parts is called by its part: « 2 B ». */
  const letterOf = ({ choices }: Pick<ExamItem, 'choices'>, id: string) => {
    const part = choices.find((choice) => choice.id === id)?.part
    const own = choices.filter((choice) => choice.part === part)
    const letter = String.fromCharCode(65 + own.findIndex((choice) => choice.id === id))
    return part === undefined ? letter : `${part} ${letter}`
  }
  const flagOf = (item: ExamItem, flag: ExamItem['flags'][number]) => ({
    name: t(`statistics.flag.${flag.code}`),
    advice: t(`statistics.advice.${flag.code}`, {
      choice: list(
        item.flags.flatMap(({ code, choice }) => (code === flag.code && choice ? [letterOf(item, choice)] : [])),
      ),
      count: flag.count ?? 0,
      n: flag.n ?? item.n,
    }),
  })
  /** To the second below ten minutes, because most questions take a minute or two. */
  const spent = (seconds: number) => {
    const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
    const isFine = seconds >= 60 && seconds < 600 && rest > 0 && rest < 60
    return isFine ? `${minutes}\u202fmin\u202f${rest}\u202fs` : duration(seconds)
  }
  return { spent, reasonOf, ratio, marked, between, letterOf, flagOf }
}

/** The minus sign U+2212, as wide as a plus. */
const signed = (text: string) => text.replace(/^-/, '−')
