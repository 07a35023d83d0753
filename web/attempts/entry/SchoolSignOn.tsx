import { discardKeptCopies } from '#web/attempts/open-sittings.ts'
import { SignOn } from '#web/auth/SignOn.tsx'
import { MoreText, useText } from '#web/text/text.tsx'

/** The buttons of the school on a page of students, with their sentences. `back`: the page to return to. */
export const SchoolSignOn = ({ back }: { back: string | null }) => (
  <MoreText part="school">
    <Buttons back={back} />
  </MoreText>
)

function Buttons({ back }: { back: string | null }) {
  const { t } = useText()
  return <SignOn who="students" or={t('attempts.school.or')} back={back} onLeave={discardKeptCopies} />
}
