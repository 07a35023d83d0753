import type { UseQueryResult } from '@tanstack/react-query'
import { siteAt } from '#web/student-addresses.ts'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { findingOf, toneOf } from './finding.ts'
import { OpenLinks } from './OpenLinks.tsx'
import { type BrowserTrialResult, useBrowserTrial } from './use-browser-trial.ts'
import { type BrowserWords, filled, useBrowserWords } from './words.ts'

/**
 * « Vérifier mon navigateur verrouillé »: days before the exam, without a code and without starting; and where Safe Exam
 * Browser itself begins.
 */
export default function BrowserPage() {
  const { examId } = usePathIds('examId')
  const words = useBrowserWords()
  const trial = useBrowserTrial(examId)
  return (
    <QueryView query={words}>
      {(text) => (
        <Page title={text.title} lead={text.lead} look="sheet">
          <QueryView query={trial}>
            {(result) => <Found result={result} trial={trial} examId={examId} words={text} />}
          </QueryView>
        </Page>
      )}
    </QueryView>
  )
}

type Props = {
  result: BrowserTrialResult
  trial: UseQueryResult<BrowserTrialResult>
  examId: string
  words: BrowserWords
}

function Found({ result, trial, examId, words }: Props) {
  const finding = findingOf(result)
  const { title, todo } = words.findings[finding]
  const { expected, seen, here } = result
  const isRight = finding === 'right'
  return (
    <>
      <SheetRow label={words.result}>
        <div className="stack stack--tight" aria-live="polite">
          <Notice tone={toneOf(finding, result.use)}>
            <p>
              <strong>{title}</strong>
            </p>
            <p>{filled(todo, { expected, seen, here })}</p>
          </Notice>
          <p>{result.use === 'required' ? words.required : words.recommended}</p>
          <div className="cluster">
            {isRight && (
              <LinkButton href={siteAt.join} variant="primary">
                {words.goOn}
              </LinkButton>
            )}
            <Button busy={trial.isFetching} onClick={() => void trial.refetch()}>
              {words.again}
            </Button>
          </div>
        </div>
      </SheetRow>
      {!isRight && (
        <SheetRow label={words.opening}>
          <div className="stack stack--tight">
            <OpenLinks examId={examId} files={result.files} words={words} />
            <p>{words.install}</p>
          </div>
        </SheetRow>
      )}
      <SheetRow label={words.seen}>
        <Facts
          facts={[
            [words.browser, result.isLocked ? words.isLocked : words.isOther],
            [words.key, words.keys[result.way ?? result.fault ?? 'absent']],
            [words.here, here],
            [words.expected, expected],
            [words.server, seen],
          ]}
        />
        <p className="small muted">{words.tell}</p>
      </SheetRow>
    </>
  )
}
