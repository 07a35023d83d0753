import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { exportExamCalendar } from '#contract/exams/calendars.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { exportArchive } from '#contract/exports/archives.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { at } from '#web/addresses.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { MoreMenu } from '#web/ui/MoreMenu.tsx'
import { AskStep } from './AskStep.tsx'
import { useDuplicate } from './use-duplicate.ts'
import { type AskedStep, useExamSteps } from './use-exam-steps.ts'

type Acts = {
  /** For the head of the page: the next step, the one beside it, and a menu of the rest. */
  buttons: ReactNode
  /** Under the head: what is asked before a step. */
  asked: ReactNode
}

/** What can be done with an exam that is not a draft any more; `place`: the page that shows it, to which no button leads. */
export function useExamActs(courseId: string, exam: ExamView, place: 'exam' | 'monitor'): Acts {
  const { t } = useText()
  const client = useQueryClient()
  const { taking } = useExamSteps(courseId, exam)
  const [asked, setAsked] = useState<AskedStep | null>(null)
  const duplicate = useDuplicate(courseId, exam)
  const { status, isImported } = exam
  const inExam = at.course(courseId).exam(exam.id)
  const isHere = place === 'exam'

  const link = (href: string, id: 'monitor' | 'results', isPrimary: boolean) => (
    <LinkButton href={href} variant={isPrimary ? 'primary' : 'secondary'}>
      <Icon name={id} />
      {t(`exams.stub.${id}`)}
    </LinkButton>
  )
  // The counts first: a text that grows would move the buttons under the pointer.
  const askClosing = async () => {
    await Promise.race([
      client.prefetchQuery(query(monitorExam, { params: { courseId, examId: exam.id } })),
      new Promise((done) => setTimeout(done, patienceMs)),
    ])
    setAsked('close')
  }
  const step = (id: 'open' | 'close' | 'release', isPrimary: boolean) => (
    <Button
      variant={isPrimary ? 'primary' : 'secondary'}
      busy={taking.isPending && asked === null}
      onClick={() => {
        // Reversible, and nothing is planned: no question.
        if (id === 'open' && exam.opensAt === null) taking.mutate({ step: 'open' }, { onError: () => setAsked('open') })
        else if (id === 'close') void askClosing()
        else setAsked(id)
      }}
    >
      {id === 'open' && <Icon name="play" />}
      {t(id === 'release' ? 'exams.releaseHere.go' : `exams.${id}.go`)}
    </Button>
  )
  const [primary, secondary] = nextOf()

  return {
    buttons: (
      <>
        {primary}
        {secondary}
        <MoreMenu name={t('exams.more')}>{restOf()}</MoreMenu>
      </>
    ),
    asked: asked && (
      <AskStep
        key={asked}
        courseId={courseId}
        exam={exam}
        step={asked}
        taking={taking}
        onClose={() => setAsked(null)}
      />
    ),
  }

  function nextOf(): [ReactNode, ReactNode] {
    switch (status) {
      case 'draft':
        return [null, null]
      case 'published':
        return [step('open', true), isHere && link(inExam.monitor, 'monitor', false)]
      case 'open':
        return isHere ? [link(inExam.monitor, 'monitor', true), step('close', false)] : [null, step('close', false)]
      case 'closed':
        return exam.release.what === 'never'
          ? [link(inExam.results, 'results', true), null]
          : [step('release', true), link(inExam.results, 'results', false)]
      case 'released':
        return [link(inExam.results, 'results', true), null]
    }
  }

  function restOf() {
    const mayStart = status === 'published' || status === 'open'
    return (
      <>
        {!isHere && (
          <MenuItem icon="edit" href={inExam.page}>
            {t('exams.exam')}
          </MenuItem>
        )}
        {isHere && !isImported && isExamOver(status) && (
          <MenuItem icon="monitor" href={inExam.monitor}>
            {t('exams.stub.monitor')}
          </MenuItem>
        )}
        {isHere && mayStart && (
          <MenuItem icon="play" href={inExam.rehearsal}>
            {t('exams.rehearsal.go')}
          </MenuItem>
        )}
        {!isImported && (
          <MenuItem icon="students" href={inExam.attendance}>
            {t('exams.signingSheet')}
          </MenuItem>
        )}
        {isHere && (
          <MenuItem icon="eye" href={inExam.preview}>
            {t('exams.seeAsStudent')}
          </MenuItem>
        )}
        {isHere && (
          <MenuItem icon="print" href={`${at.course(courseId).booklet}?examen=${exam.id}`}>
            {t('exams.booklet.short')}
          </MenuItem>
        )}
        {!isHere && !isImported && (
          <MenuItem icon="upload" href={inExam.importCopy}>
            {t('attempts.staff.copyFile.go')}
          </MenuItem>
        )}
        {!isImported && (
          <MenuItem icon="edit" href={inExam.paper}>
            {t('exams.paperCopies')}
          </MenuItem>
        )}
        {isHere && (
          <MenuItem icon="copy" onChoose={() => duplicate({ isRetake: false })}>
            {t('exams.duplicate.go')}
          </MenuItem>
        )}
        {isHere && exam.retakeOf === null && (
          <MenuItem icon="plus" onChoose={() => duplicate({ isRetake: true })}>
            {t('exams.retake.create')}
          </MenuItem>
        )}
        {isHere && !isImported && !isExamOver(status) && exam.opensAt !== null && (
          <a
            className="menu__item"
            href={addressOf(exportExamCalendar, { params: { courseId, examId: exam.id } })}
            download
          >
            <Icon name="calendar" />
            <span>{t('exams.calendar.one')}</span>
          </a>
        )}
        {isHere && isExamOver(status) && (
          <a className="menu__item" href={addressOf(exportArchive, { params: { courseId, examId: exam.id } })} download>
            <Icon name="download" />
            <span>{t('exams.archive')}</span>
          </a>
        )}
        {status === 'published' && (
          <MenuItem icon="undo" onChoose={() => setAsked('withdraw')}>
            {t('exams.withdraw.go')}
          </MenuItem>
        )}
        {status === 'closed' && !isImported && (
          <MenuItem icon="undo" onChoose={() => setAsked('reopen')}>
            {t('exams.reopen.go')}
          </MenuItem>
        )}
        {isHere && isImported && (
          <MenuItem icon="undo" danger onChoose={() => setAsked('undoImport')}>
            {t('exams.undoImport.go')}
          </MenuItem>
        )}
      </>
    )
  }
}

const patienceMs = 2_000
