import type { Mutation, QueryClient } from '@tanstack/react-query'
import { guardHistory } from './history-guard.ts'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
/** `before`: what the control held when it was last saved; null when that is not known. */
type Typed = { before: string | null; now: string }

/**
 * What was typed in the forms of the page and not saved, by form. A form is a `<form>`, else a dialog, else the page;
 * controls that save by themselves say so (`keepsItself`), and `data-no-save` is on those with nothing to save.
 */
const forms = new Map<Element, Map<Control, Typed>>()
/** The forms of the last act of the person: a request that follows saves these. */
let acted: readonly Element[] = []

const ignored = '[role="search"], [data-no-save], nav'
const untyped = ['search', 'file', 'hidden', 'button', 'submit', 'reset', 'image']

const heldBy = (control: Control) =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')
    ? String(control.checked)
    : control.value

function heldBefore(control: Control): string | null {
  if (control instanceof HTMLSelectElement) return null
  if (control instanceof HTMLTextAreaElement) return control.defaultValue
  // Unchecking the other radio buttons of a group fires nothing: only the one that was chosen is known.
  if (control.type === 'radio') return null
  return control.type === 'checkbox' ? String(!control.checked) : control.defaultValue
}

const formOf = (element: Element) => element.closest('form, dialog') ?? element.closest('main')

function typedIn(target: EventTarget | null): Control | null {
  const isControl =
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  if (!isControl || untyped.includes(target.type) || target.closest(ignored)) return null
  // Outside a form, a list or a box acts at once.
  const isText = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !isBox(target))
  return isText || target.closest('form, dialog') ? target : null
}

const isBox = ({ type }: HTMLInputElement) => ['checkbox', 'radio', 'range', 'color'].includes(type)

/** The control of the event that is being handled. */
let typing: { form: Element; control: Control } | null = null
const handled = ['input', 'change', 'keydown', 'focusout']

function onInput({ target }: Event) {
  const control = typedIn(target)
  const form = control && formOf(control)
  if (!control || !form) return
  const controls = forms.get(form) ?? new Map<Control, Typed>()
  const { before } = controls.get(control) ?? { before: heldBefore(control) }
  controls.set(control, { before, now: heldBy(control) })
  forms.set(form, controls)
  acted = [form]
}

// Some fields give what was typed when Enter is pressed, or when they are left.
function onHandling({ target }: Event) {
  const control = typedIn(target)
  const form = control && formOf(control)
  typing = control && form ? { form, control } : null
}

const onHandled = () => {
  typing = null
}

/** Called while typing is handled, by what saves it by itself or stores it on this computer. */
export function keepsItself() {
  if (typing) forms.get(typing.form)?.delete(typing.control)
}

/** Fields that a form no longer shows keep what was typed in them; a page that was left keeps nothing. */
function isUnsaved(form: Element, controls: Map<Control, Typed>): boolean {
  if (!form.isConnected) return false
  return [...controls].some(([control, { before, now }]) => {
    if (!control.isConnected) return form.tagName !== 'MAIN' && before !== now
    return before !== heldBy(control)
  })
}

/** The forms that hold something unsaved, among those inside an element. */
export function unsavedForms(within: Element = document.documentElement): Element[] {
  for (const [form, controls] of forms) if (!isUnsaved(form, controls)) forms.delete(form)
  return [...forms.keys()].filter((form) => within.contains(form))
}

export const forgetUnsaved = () => forms.clear()

function onAct({ target, type }: Event) {
  const form = target instanceof Element && formOf(target)
  if (!form) return
  // A question asked by a form is answered in a dialog of its own.
  const isAsked = form.tagName === 'DIALOG' && type !== 'submit' && !forms.has(form)
  acted = isAsked ? [form, ...acted.filter((each) => each !== form)] : [form]
}

/** Requests that write nothing: a form that was previewed is not saved. */
export const readsOnly = /preview|simulation|-checks|\/reading$/

/** A request that succeeds saves what the forms it was sent from held when it was sent. */
function followSaves(queryClient: QueryClient): () => void {
  const sent = new WeakMap<Mutation, (readonly [Element, Control, string])[]>()
  return queryClient.getMutationCache().subscribe(({ type, mutation, ...event }) => {
    if (type !== 'updated' || readsOnly.test(String(mutation?.options.mutationKey?.[0]))) return
    const { action } = event as { action: { type: string } }
    if (action.type === 'pending' && mutation) {
      const values = acted.flatMap((form) =>
        [...(forms.get(form) ?? [])].map(([control, { now }]) => {
          return [form, control, control.isConnected ? heldBy(control) : now] as const
        }),
      )
      sent.set(mutation, values)
    }
    if (action.type !== 'success' || !mutation) return
    for (const [form, control, value] of sent.get(mutation) ?? []) {
      const typed = forms.get(form)?.get(control)
      // What was typed since is not saved.
      if (typed && typed.now !== value) typed.before = value
      else forms.get(form)?.delete(control)
    }
  })
}

type Ask = (go: () => void) => void
let ask: Ask | null = null

/** Goes there at once, or once the person said so when something typed would be lost. */
export function leaveThen(go: () => void) {
  if (ask === null || unsavedForms().length === 0) go()
  else ask(go)
}

function onClick(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const isOrdinary = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
  if (!link || !isOrdinary || link.target === '_blank' || link.hasAttribute('download')) return
  const to = new URL(link.href, location.href)
  const isElsewhere = to.pathname !== location.pathname || to.search !== location.search
  // A search in a dialog asks by itself, once it is known what was chosen.
  if (to.origin !== location.origin || !isElsewhere || link.closest('[role="search"]')) return
  if (ask === null || unsavedForms().length === 0) return
  event.preventDefault()
  event.stopPropagation()
  ask(() => link.click())
}

function onCancel(event: Event) {
  const dialog = event.target
  if (!(dialog instanceof HTMLDialogElement) || ask === null || unsavedForms(dialog).length === 0) return
  event.preventDefault()
  event.stopPropagation()
  ask(() => dialog.dispatchEvent(new Event('cancel', { cancelable: true })))
}

function onUnload(event: BeforeUnloadEvent) {
  if (unsavedForms().length > 0) event.preventDefault()
}

/** Keeps the page in place when the history moves: it is moved back, then forward again if the person says so. */
function watchHistory(): () => void {
  type Navigation = { currentEntry: { index: number } | null }
  const placeNow = () => (window as { navigation?: Navigation }).navigation?.currentEntry?.index
  let place = placeNow()
  let isReturning = false
  let awaits: (() => void) | null = null
  const keepPlace = () => {
    place = placeNow()
  }
  const onPop = (event: PopStateEvent) => {
    if (isReturning) {
      isReturning = false
      event.stopImmediatePropagation()
      awaits?.()
      awaits = null
      return
    }
    const moved = (placeNow() ?? 0) - (place ?? 1)
    if (ask === null || moved === 0 || unsavedForms().length === 0) return keepPlace()
    event.stopImmediatePropagation()
    isReturning = true
    awaits = () => ask?.(() => history.go(moved))
    history.go(-moved)
  }
  guardHistory(onPop)
  addEventListener('pushState', keepPlace)
  return () => {
    guardHistory(null)
    removeEventListener('pushState', keepPlace)
  }
}

/** Watches the forms of the page, and asks before they lose what was typed; returns the function that stops it. */
export function watchForms(queryClient: QueryClient, onLeaving: Ask): () => void {
  ask = onLeaving
  const listened: [string, (event: never) => void][] = [
    ['input', onInput],
    ['change', onInput],
    ['click', onAct],
    ['submit', onAct],
    ['click', onClick],
    ['cancel', onCancel],
  ]
  for (const [type, listener] of listened) document.addEventListener(type, listener as EventListener, true)
  for (const type of handled) {
    document.addEventListener(type, onHandling, true)
    addEventListener(type, onHandled)
  }
  addEventListener('beforeunload', onUnload)
  const stops = [followSaves(queryClient), watchHistory()]
  return () => {
    ask = null
    for (const [type, listener] of listened) document.removeEventListener(type, listener as EventListener, true)
    for (const type of handled) {
      document.removeEventListener(type, onHandling, true)
      removeEventListener(type, onHandled)
    }
    removeEventListener('beforeunload', onUnload)
    for (const stop of stops) stop()
    forgetUnsaved()
  }
}
