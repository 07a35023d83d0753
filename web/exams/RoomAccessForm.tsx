import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getAccess, setAccess } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { roomCodeKinds } from '#core/exams/room-code.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Place = { courseId: string; examId: string }
type Access = Reply<typeof getAccess>

/** The extra conditions for starting. Editable at any time, because a room whose network fails must still be let in. */
export function RoomAccessForm({ courseId, examId }: Place) {
  const { t } = useText()
  const access = useQuery(query(getAccess, { params: { courseId, examId } }))
  return (
    <section className="room-access" aria-labelledby="room-access">
      <h2 id="room-access">{t('exams.room.title')}</h2>
      <QueryView query={access}>{(data) => <Form access={data} courseId={courseId} examId={examId} />}</QueryView>
    </section>
  )
}

function Form({ access, ...params }: { access: Access } & Place) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const [roomCode, setRoomCode] = useState(access.roomCode)
  const [pauseShows, setPauseShows] = useState(access.pauseShows)
  const [text, setText] = useState(access.networks.join('\n'))
  const networks = text.split(/[\s,;]+/).filter((line) => line !== '')
  const isSame =
    roomCode === access.roomCode && pauseShows === access.pauseShows && networks.join() === access.networks.join()
  const save = useMutation({
    ...mutation(setAccess),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [getAccess.path] })
      say({ text: t('exams.room.saved') })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ params, body: { roomCode, networks, pauseShows } })
  }
  return (
    <form onSubmit={submit} className="form">
      <RadioGroup
        legend={t('exams.room.code')}
        value={roomCode}
        onChange={setRoomCode}
        options={roomCodeKinds.map((value) => ({
          value,
          label: t(`exams.room.${value}`),
          hint: t(`exams.room.${value}Hint`),
        }))}
      />
      <Field
        label={t('exams.room.networks')}
        hint={t('exams.room.networksHint', { address: access.yourAddress })}
        error={save.error && sentenceOf(save.error, { t, has })}
        optional
      >
        <Textarea rows={3} code value={text} maxLength={2_500} onChange={({ target }) => setText(target.value)} />
      </Field>
      {networks.length > 0 && (
        <Notice tone="warn">
          <p>{t('exams.room.networksWarning')}</p>
        </Notice>
      )}
      <Checkbox
        label={t('exams.room.pauseShows')}
        hint={t('exams.room.pauseShowsHint')}
        checked={pauseShows}
        onChange={({ target }) => setPauseShows(target.checked)}
      />
      <div>
        <Button type="submit" busy={save.isPending} reason={isSame ? t('exams.room.same') : undefined}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
