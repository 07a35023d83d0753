import { getBrowserSettings } from '#contract/attempts/locked-browser.ts'
import { addressOf } from '#web/api.ts'
import { buttonClass } from '#web/ui/button-class.ts'
import { Icon } from '#web/ui/Icon.tsx'
import type { BrowserTrialResult } from './use-browser-trial.ts'
import { type BrowserWords, filled } from './words.ts'

type Props = { examId: string; files: BrowserTrialResult['files']; words: BrowserWords }

/** « Ouvrir dans Safe Exam Browser », by the scheme it has on every system, and the file for when that does nothing. */
export function OpenLinks({ examId, files, words }: Props) {
  if (files.length === 0) return <p>{words.schoolOpens}</p>
  return files.map(({ key, name }) => {
    const path = addressOf(getBrowserSettings, { params: { examId }, query: key === null ? {} : { key } })
    const scheme = location.protocol === 'https:' ? 'sebs:' : 'seb:'
    const values = { name }
    const isOne = files.length === 1
    return (
      <div key={key ?? ''} className="cluster">
        <a className={buttonClass({ variant: 'primary' })} href={`${scheme}//${location.host}${path}`}>
          <Icon name="external" />
          {isOne ? words.open : filled(words.openOf, values)}
        </a>
        <a className={buttonClass({})} href={path} download>
          <Icon name="download" />
          {isOne ? words.download : filled(words.downloadOf, values)}
        </a>
      </div>
    )
  })
}
