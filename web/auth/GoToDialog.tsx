/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions -- keys come from the controls inside and are only watched here */
import { type MouseEvent, useEffect, useEffectEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { moveBetween } from '#web/ui/move-between.ts'
import { leaveThen } from '#web/ui/unsaved.ts'
import { type Target, useTargets, type Where } from './use-targets.ts'
import './go-to.css'

type Props = Where & { onClose: () => void }

/** Leads by a few letters to an action of the page, a page, a person, an exam, a project or a question. */
export function GoToDialog({ onClose, ...where }: Props) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const [search, setSearch] = useState('')
  const found = useTargets(where, search.trim())
  const count = found.groups.reduce((sum, { targets }) => sum + targets.length, 0)
  const choose = (target: Target) => {
    onClose()
    if ('act' in target) target.act()
    else leaveThen(() => navigate(target.href))
  }
  // Enter pressed before the server has answered opens the first answer when it comes.
  const [isWaiting, wait] = useState(false)
  const { first } = found
  const chooseFirst = useEffectEvent(() => {
    if (first) choose(first)
  })
  useEffect(() => {
    if (isWaiting && !found.isLate) chooseFirst()
  }, [isWaiting, found.isLate])
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('ui.staff.goTo.title')}
      actions={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div role="search" className="go-to" onKeyDown={moveBetween}>
        <Field label={t('ui.staff.goTo.search')} hint={t('ui.staff.goTo.hint')}>
          <Input
            type="search"
            data-safe
            data-stop
            maxLength={120}
            value={search}
            onChange={({ target }) => {
              setSearch(target.value)
              wait(false)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (first) choose(first)
              else wait(true)
            }}
          />
        </Field>
        <p className="small muted" role="status">
          {found.isLate && t('ui.loading')}
          {search.trim() !== '' && !found.isLate && !found.error && t('ui.staff.goTo.found', { count })}
        </p>
        <Failed error={found.error} />
        <div className="go-to__found">
          {found.groups.map((group) => (
            <section key={group.id} aria-labelledby={`go-to-${group.id}`}>
              <h3 className="go-to__group" id={`go-to-${group.id}`}>
                {group.title}
              </h3>
              <ul>
                {group.targets.map((target) => (
                  <li key={target.id}>
                    <Choice target={target} onChoose={() => choose(target)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  )
}

function Choice({ target, onChoose }: { target: Target; onChoose: () => void }) {
  const inside = (
    <>
      <Icon name={target.icon} />
      <span>
        {target.name}
        {target.note && <small>{target.note}</small>}
      </span>
    </>
  )
  if ('act' in target) {
    return (
      <button type="button" className="menu__item" data-stop onClick={onChoose}>
        {inside}
      </button>
    )
  }
  // A link, so that it also opens in another tab.
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onChoose()
  }
  return (
    <Link href={target.href} className="menu__item" data-stop onClick={follow}>
      {inside}
    </Link>
  )
}
