import { useText } from '#web/text/text.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'

type Robots = { random: number; tickAll: number; longest: number }

const players = ['tickAll', 'longest', 'random'] as const
/** 8 out of 20: above it, guessing earns too much with these questions or this scale. */
const alarm = 0.4

export const alarmingRobots = (robots: Robots, outOf: number) =>
  players.filter((player) => robots[player] >= outOf * alarm)

/** The marks that simulated guessing strategies would get. */
export function RobotsView({ robots, outOf, hasPools }: { robots: Robots; outOf: number; hasPools: boolean }) {
  const { t, mark, points } = useText()
  return (
    <section aria-labelledby="robots">
      <h2 id="robots">{t('exams.paper.robots')}</h2>
      <p className="small muted">{t(hasPools ? 'exams.paper.robotsNotePools' : 'exams.paper.robotsNote')}</p>
      <ul className="robots">
        {players.map((player) => (
          <li key={player} className="robots__player" data-alarm={robots[player] >= outOf * alarm || undefined}>
            <span>{t(`exams.paper.${player}`)}</span>
            <strong>{`${mark(robots[player])}\u202f/\u202f${points(outOf)}`}</strong>
            <ScaleDot mark={robots[player]} outOf={outOf} pass={outOf * alarm} />
          </li>
        ))}
      </ul>
    </section>
  )
}
