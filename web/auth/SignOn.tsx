import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { listSignOnProviders, type signOnFor } from '#contract/auth/sign-on.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { buttonClass } from '#web/ui/button-class.ts'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import './sign-on.css'

type Props = {
  who: (typeof signOnFor)[number]
  /** What stands below: the other way in. */
  or: string
  /** The page to come back to; null: the usual one. */
  back: string | null
  onLeave?: () => void
  /** What says that a tab of its own opens, because this page holds something that is nowhere else. */
  newTab?: string | undefined
}

/** The doors of the school, a button each; nothing where there is none. Plain links: the browser leaves this site. */
export function SignOn({ who, or, back, onLeave, newTab }: Props) {
  const { language } = useText()
  const list = useQuery({ ...query(listSignOnProviders, {}), staleTime: Number.POSITIVE_INFINITY })
  const providers = (list.data?.providers ?? []).filter(({ serves }) => serves.includes(who))
  return (
    <div className="sign-on">
      <Refused />
      {providers.length > 0 && (
        <>
          <ul className="sign-on__list">
            {providers.map(({ name, label }) => (
              <li key={name}>
                <a
                  className={buttonClass({ size: 'big', block: true })}
                  href={startOf(name, { who, back })}
                  onClick={onLeave}
                  target={newTab && '_blank'}
                  rel={newTab && 'noreferrer'}
                >
                  <Icon name="account" />
                  {label[language]}
                  {newTab && ` (${newTab})`}
                </a>
              </li>
            ))}
          </ul>
          <p className="sign-on__or">{or}</p>
        </>
      )}
    </div>
  )
}

/** Why somebody who came back from their school is not in. */
function Refused() {
  const { t, has } = useText()
  const [search] = useSearchParams()
  const id = `refusal.${search.get('sso')}`
  return has(id) ? (
    <Notice tone="warn" live="alert">
      <p>{t(id)}</p>
    </Notice>
  ) : null
}

const startOf = (name: string, { who, back }: Pick<Props, 'who' | 'back'>) =>
  `/api/sso/${name}/start?${new URLSearchParams({ for: who, ...(back === null ? {} : { back }) })}`
