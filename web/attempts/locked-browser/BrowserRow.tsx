import { Link } from 'wouter'
import { siteAt } from '#web/student-addresses.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { findingOf, toneOf } from './finding.ts'
import { OpenLinks } from './OpenLinks.tsx'
import { type BrowserTrialResult, useBrowserTrial } from './use-browser-trial.ts'
import { type BrowserWords, useBrowserWords } from './words.ts'

/** Among the instructions of an exam that asks for the locked browser: whether this is it, and how to open it. */
export function BrowserRow({ examId }: { examId: string }) {
  const words = useBrowserWords()
  const trial = useBrowserTrial(examId, { isSignedIn: true })
  return (
    <QueryView query={words}>
      {(text) => (
        <SheetRow label={text.row}>
          <QueryView query={trial}>{(result) => <Found result={result} examId={examId} words={text} />}</QueryView>
        </SheetRow>
      )}
    </QueryView>
  )
}

function Found({ result, examId, words }: { result: BrowserTrialResult; examId: string; words: BrowserWords }) {
  const finding = findingOf(result)
  return (
    <div className="stack stack--tight">
      <Notice tone={toneOf(finding, result.use)}>
        <p>{words.findings[finding].title}</p>
      </Notice>
      <p className="prose">{result.use === 'required' ? words.required : words.recommended}</p>
      {finding !== 'right' && <OpenLinks examId={examId} files={result.files} words={words} />}
      <p>
        <Link href={siteAt.browser(examId)} className="text-link">
          {words.check}
        </Link>
      </p>
    </div>
  )
}
