import {
  Children,
  Fragment,
  isValidElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useText } from '#web/text/text.tsx'
import type { ActionsProps } from './head-actions.ts'
import { Menu } from './Menu.tsx'
import { MoreMenu } from './MoreMenu.tsx'

/** The actions of a page on one line: those that have no room are in a menu at its end, the primary one never. */
export function ActionsRow({ className, children }: ActionsProps) {
  const { t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const items = flat(children)
  const { hidden, measure } = useHidden(box, items.length)
  // A label may change at any render.
  useLayoutEffect(measure)
  const isHidden = (index: number) => hidden.includes(index)
  return (
    <div ref={box} className={`${className} actions--one-line`}>
      {items.map(
        (item, index) =>
          !isHidden(index) && (
            <span key={keyOf(item, index)} className="actions__item" data-item={index}>
              {item}
            </span>
          ),
      )}
      {hidden.length > 0 && (
        <MoreMenu className="actions__more" name={t('ui.staff.moreActions')}>
          {items.map(
            (item, index) =>
              isHidden(index) && (
                <div key={keyOf(item, index)} className="actions__in-menu" data-item={index}>
                  {isMenu(item) ? item.props.children : item}
                </div>
              ),
          )}
        </MoreMenu>
      )}
    </div>
  )
}

/** The children, those of fragments one by one. */
function flat(children: ReactNode): ReactNode[] {
  return Children.toArray(children).flatMap((child) =>
    isValidElement<{ children?: ReactNode }>(child) && child.type === Fragment ? flat(child.props.children) : [child],
  )
}

/** A menu without room gives its items to the menu of the row: none opens in another. */
const isMenu = (item: ReactNode): item is ReactElement<{ children: ReactNode }> =>
  isValidElement<{ children: ReactNode }>(item) && (item.type === Menu || item.type === MoreMenu)

const keyOf = (item: ReactNode, index: number) => (isValidElement(item) && item.key) || index

const gap = 12
const menuWidth = 44

/** The actions without room, by their place; measured again when the page or one of them changes its width. */
function useHidden(box: React.RefObject<HTMLDivElement | null>, count: number) {
  const [hidden, setHidden] = useState<readonly number[]>([])
  // What an action took when it was last seen on the line.
  const widths = useRef(new Map<number, { width: number; isPrimary: boolean }>())
  const measure = useCallback(() => {
    const row = box.current
    const head = row?.parentElement
    // Nothing to measure outside a browser (jsdom).
    if (!row || !head || typeof ResizeObserver === 'undefined') return
    for (const item of row.querySelectorAll<HTMLElement>(':scope > [data-item]')) {
      const boxes = [...item.children].map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 1)
      const width = boxes.reduce((sum, each) => sum + each.width, 0) + gap * Math.max(0, boxes.length - 1)
      const isPrimary = item.querySelector('.button--primary') !== null
      widths.current.set(Number(item.dataset['item']), { width, isPrimary })
    }
    const next = withoutRoom(
      Array.from({ length: count }, (_, index) => widths.current.get(index) ?? { width: 0, isPrimary: false }),
      roomOf(row, head),
    )
    setHidden((before) => (before.join() === next.join() ? before : next))
  }, [box, count])
  useLayoutEffect(() => {
    const row = box.current
    const head = row?.parentElement
    if (!row || !head || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(row)
    observer.observe(head)
    return () => observer.disconnect()
  }, [box, measure])
  return { hidden, measure }
}

/** Beside a title, which keeps half of the line, or under it. As in web/ui/page.css. */
function roomOf(row: HTMLElement, head: HTMLElement): number {
  if (getComputedStyle(row).gridColumnStart !== '2') return head.clientWidth
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  return head.clientWidth - Math.min(24 * rem, head.clientWidth / 2) - 1.5 * rem
}

type Item = { width: number; isPrimary: boolean }

/** The places of the items that do not fit in this width: the last ones, primary actions excepted. */
export function withoutRoom(items: readonly Item[], room: number): number[] {
  const shown = items.flatMap((item, index) => (item.width > 0 ? [{ ...item, index }] : []))
  const widthOf = (some: readonly Item[]) => some.reduce((sum, { width }) => sum + width + gap, -gap)
  if (widthOf(shown) <= room + 1) return []
  const kept = shown.filter(({ isPrimary }) => isPrimary)
  for (const item of shown.filter(({ isPrimary }) => !isPrimary)) {
    if (widthOf([...kept, item]) + gap + menuWidth > room + 1) break
    kept.push(item)
  }
  return shown.flatMap(({ index }) => (kept.some((one) => one.index === index) ? [] : [index]))
}
