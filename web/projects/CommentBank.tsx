/* oxlint-disable jsx-a11y/no-static-element-interactions -- keys come from the controls inside and are only watched here */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Endpoint, Sent } from '#contract/endpoint.ts'
import {
  changeBankComment,
  useBankComment as countUse,
  deleteBankComment,
  keepBankComment,
  listBankComments,
} from '#contract/projects/comment-bank.ts'
import { cutText } from '#core/cut-text.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { moveBetween } from '#web/ui/move-between.ts'
import { BankCommentRow } from './BankCommentRow.tsx'

type Props = {
  courseId: string
  /** The subject of the comments: « Chart Helm ». */
  about: string
  comment: string
  onInsert: (comment: string) => void
}

/** A button that opens the saved comments, the most used first; usable by keyboard. */
export function CommentBank(props: Props) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link-button" data-bank onClick={() => setOpen(true)}>
        <Icon name="copy" />
        {t('projects.bank.open')}
        <span className="vh">, {props.about}</span>
      </button>
      {isOpen && <Opened {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function Opened({ courseId, about, comment, onInsert, onClose }: Props & { onClose: () => void }) {
  const text = useText()
  const { t } = text
  const params = { courseId }
  const bank = useQuery(query(listBankComments, { params }))
  const keep = useBankChange(keepBankComment)
  const change = useBankChange(changeBankComment)
  const remove = useBankChange(deleteBankComment)
  const [search, setSearch] = useState('')
  const comments = bank.data?.comments ?? []
  const found = comments.filter((one) => isFoundBy(search, [one.text]))
  const written = comment.trim()
  const isNew = written !== '' && written.length <= 500 && !comments.some((one) => one.text === written)
  const insert = ({ id, text: chosen }: { id: string; text: string }) => {
    onInsert(written === '' ? chosen : `${comment.trimEnd()}\n${chosen}`)
    onClose()
    // The comment is inserted even if counting its use fails.
    void call(countUse, { params: { courseId, commentId: id } }).catch(() => undefined)
  }
  const error = bank.error ?? keep.error ?? change.error ?? remove.error
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('projects.bank.title', { about })}
      actions={<Close onClose={onClose} />}
    >
      <div className="stack stack--tight" onKeyDown={moveBetween}>
        <Field label={t('projects.bank.search')} hint={t('projects.bank.keys')}>
          <Input
            data-safe
            data-stop
            value={search}
            maxLength={100}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const [first] = found
              if (event.key === 'Enter' && first) insert(first)
            }}
          />
        </Field>
        <Failed error={error} />
        {isNew && (
          <div>
            <Button size="small" busy={keep.isPending} onClick={() => keep.mutate({ params, body: { text: written } })}>
              <Icon name="plus" />
              {t('projects.bank.keep', { text: written.length > 60 ? `${cutText(written, 60)}…` : written })}
            </Button>
          </div>
        )}
        {bank.data && found.length === 0 && (
          <p className="muted">{t(comments.length === 0 ? 'projects.bank.empty' : 'projects.bank.none')}</p>
        )}
        <ul className="comment-bank">
          {found.map((one) => (
            <BankCommentRow
              key={one.id}
              comment={one}
              onInsert={() => insert(one)}
              onChange={(next) => change.mutate({ params: { courseId, commentId: one.id }, body: { text: next } })}
              onRemove={() => remove.mutate({ params: { courseId, commentId: one.id } })}
            />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

function Close({ onClose }: { onClose: () => void }) {
  return <Button onClick={onClose}>{useText().t('common.close')}</Button>
}

function useBankChange<E extends Endpoint>(endpoint: E) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Sent<E>) => call(endpoint, input),
    onSettled: () => client.invalidateQueries({ queryKey: [listBankComments.path] }),
  })
}
