import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exportBank, exportFormats, readExportLosses } from '#contract/questions/question-batches.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { buttonClass } from '#web/ui/button-class.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { BankFilters } from './use-filters.ts'

type Props = {
  courseId: string
  open: boolean
  onClose: () => void
  filters: BankFilters
  /** The keys of the ticked questions; undefined for all those that match the filters. */
  only?: readonly string[] | undefined
}
type Format = (typeof exportFormats)[number]

/** The export format, what it cannot represent in these questions, then a plain link to download the file. */
export function ExportDialog({ courseId, open, onClose, filters, only }: Props) {
  const { t } = useText()
  const [format, setFormat] = useState<Format>('yaml')
  const input = {
    params: { courseId },
    query: { ...filters, page: undefined, format, ...(only ? { only: only.join(',') } : {}) },
  }
  const losses = useQuery({
    ...query(readExportLosses, input),
    enabled: open,
    placeholderData: keepPreviousData,
  })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('questions.export.title')}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.close')}
          </Button>
          <a className={buttonClass({ variant: 'primary' })} href={addressOf(exportBank, input)} download>
            <Icon name="download" />
            {t('common.download')}
          </a>
        </>
      }
    >
      <div className="stack stack--tight">
        <RadioGroup
          legend={t('questions.import.format')}
          value={format}
          onChange={setFormat}
          options={exportFormats.map((value) => ({
            value,
            label: t(`questions.formats.${value}`),
            ...(value === 'yaml' ? { hint: t('questions.export.yamlHint') } : {}),
          }))}
        />
        <QueryView query={losses}>
          {({ questions, losses: lost }) => (
            <div role="status">
              <p>
                <strong>{t('questions.export.count', { count: questions })}</strong>
              </p>
              {lost.length === 0 ? (
                <p>{t('questions.export.nothingLost')}</p>
              ) : (
                <ul>
                  {lost.map(({ feature, questions: count }) => (
                    <li key={feature}>
                      {t('questions.losses.line', { what: t(`questions.losses.${feature}`), count })}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )}
        </QueryView>
      </div>
    </Dialog>
  )
}
