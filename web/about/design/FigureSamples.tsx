import { Facts } from '#web/ui/Facts.tsx'
import { Histogram } from '#web/ui/Histogram.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Samples } from './Samples.tsx'

const marks = [
  1400, 1275, 1300, 650, 1450, 850, 1325, 1400, 800, 1700, 1025, 1900, 1250, 900, 1675, 425, 1550, 950, 1150, 650, 1500,
  750, 1450,
]

export function FigureSamples() {
  return (
    <Samples id="figures" title="Chiffres">
      <div className="stack">
        <div className="two">
          <MarkOnTwenty mark={1325} rule pass={1000} />
          <Facts
            facts={[
              ['Durée', '40 min'],
              ['Questions', '20, sur 20 points'],
              ['Inscrits', 24],
              ['Avant et après', <ScaleDot key="dot" mark={1225} was={875} />],
            ]}
          />
        </div>
        <Stats>
          <Stat label="Moyenne" value="11,88" unit="/ 20" />
          <Stat label="Médiane" value="12,75" unit="/ 20" />
          <Stat label="10 et plus" value="15" unit="sur 23" note="deux tiers de la classe" />
        </Stats>
        <Histogram
          title="Répartition des notes sur 20"
          marks={marks}
          mean={1188}
          median={1275}
          caption="15 notes sur 23 atteignent 10. Notes provisoires, non publiées."
        />
      </div>
    </Samples>
  )
}
