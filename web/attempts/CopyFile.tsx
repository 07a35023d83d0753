import { useCallback } from 'react'
import { copyFileEnding, writeCopyFile } from '#core/copy-file.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { signCopy } from './sign-copy.ts'
import { useSeconds } from './use-seconds.ts'
import type { Sitting } from './use-sitting.ts'

/** Before that, the network may well come back by itself. */
const patienceMs = 60_000

/** The last resort of a copy that cannot leave: a signed file, for the person who watches the room. */
export function CopyFile({ engine, state }: Sitting) {
  const { t } = useText()
  const read = useCallback(() => (engine.offlineMs() >= patienceMs ? 1 : 0), [engine])
  if (useSeconds(read) === 0 || state.waiting === 0) return null
  return (
    <div className="copy-file">
      <p>{t('attempts.banner.file')}</p>
      <Button size="small" onClick={() => download(engine, state)}>
        {t('attempts.banner.download')}
      </Button>
    </div>
  )
}

function download(engine: Sitting['engine'], { copy }: Sitting['state']) {
  const { id: attemptId, examId, examTitle, studentName, fileKey } = copy
  const body = { attemptId, examId, examTitle, studentName, answers: engine.filed() }
  const content = writeCopyFile(body, (text) => signCopy(fileKey, text))
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${fileName(`${examTitle} ${studentName}`)}${copyFileEnding}`
  link.click()
  // Some browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const fileName = (words: string) =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
