import { cutText } from '#core/cut-text.ts'

/** No course has deeper or longer categories. */
const most = { names: 20, text: 2_000 }

/** Moodle's path: `$course$/top/Réseaux/TCP//IP` → Réseaux, TCP/IP. The parts that place it in a site are dropped. */
export function categoryPath(text: string): string[] {
  const names = cutText(text, most.text)
    .trim()
    .split(/(?<!\/)\/(?!\/)/)
    .map((name) => name.replaceAll('//', '/').trim())
    .filter((name) => name !== '' && !/^\$\w+\$$/.test(name))
  return (names[0] === 'top' ? names.slice(1) : names).slice(0, most.names)
}

export const moodlePath = (path: readonly string[]) =>
  ['$course$', 'top', ...path.map((name) => name.replaceAll('/', '//'))].join('/')
