import { type ReactNode, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { siteAt, studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Brand } from '#web/ui/Brand.tsx'
import { DisplayButton } from '#web/ui/DisplayButton.tsx'
import { ShellSlotContext } from '#web/ui/ShellSlot.tsx'

type Props = {
  /** The signed-in student; null on public pages. */
  person?: { name: string } | null
  children: ReactNode
}

/** The layout of a student's pages: a thin bar, the page, a footer. Pages add to the bar with ShellSlot. */
export function StudentShell({ person = null, children }: Props) {
  const { t } = useText()
  const [path] = useLocation()
  const [skip, setSkip] = useState<HTMLElement | null>(null)
  const [bar, setBar] = useState<HTMLElement | null>(null)
  const [banner, setBanner] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ skip, bar, banner }), [skip, bar, banner])
  return (
    <div className="student-shell">
      <nav className="skip" aria-label={t('ui.quickAccess')} ref={setSkip}>
        <a href="#contenu">{t('ui.skipToContent')}</a>
      </nav>
      <header className="exam-bar" data-sitting={isSitting(path) || undefined}>
        <div className="wrap exam-bar__in">
          <Brand href={person ? studentAt.exams : '/'} name={t('common.appName')} />
          <div className="exam-bar__slot" ref={setBar} />
          {!isSitting(path) && <BarLinks person={person} path={path} />}
        </div>
        <div ref={setBanner} />
      </header>
      <main className="wrap" id="contenu" tabIndex={-1}>
        <ShellSlotContext.Provider value={slots}>{children}</ShellSlotContext.Provider>
      </main>
      <footer className="foot">
        <ul className="wrap foot__list">
          <li>
            <Link href={siteAt.help}>{t('common.help')}</Link>
          </li>
          <li>
            <Link href={siteAt.accessibility}>{t('common.accessibility')}</Link>
          </li>
          <li>
            <Link href={siteAt.privacy}>{t('common.privacy')}</Link>
          </li>
          <li>
            <DisplayButton />
          </li>
        </ul>
      </footer>
    </div>
  )
}

function BarLinks({ person, path }: { person: { name: string } | null; path: string }) {
  const { t } = useText()
  const place = (href: string) => (path === href ? ('page' as const) : undefined)
  return (
    <div className="exam-bar__end">
      {person ? (
        <>
          <Link href={studentAt.exams} className="exam-bar__link" aria-current={place(studentAt.exams)}>
            {t('attempts.myExams')}
          </Link>
          <Link href={studentAt.statement} className="exam-bar__link" aria-current={place(studentAt.statement)}>
            {t('attempts.myRecord')}
          </Link>
          <span className="exam-bar__who">{person.name}</span>
        </>
      ) : (
        <Link href={siteAt.signIn} className="exam-bar__link" aria-current={place(siteAt.signIn)}>
          {t('auth.public.staffSpace')}
        </Link>
      )}
    </div>
  )
}

/** During an exam, the bar holds the clock and no links that leave the exam. */
function isSitting(path: string): boolean {
  return /^\/copies\/[^/]+\/(questions|verification)/.test(path)
}
