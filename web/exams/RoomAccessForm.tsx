import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getAccess, setAccess } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { roomCodeKinds } from '#core/exams/room-code.ts'
import { Refusal } from '#core/refusal.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SaveLine } from '#web/ui/SaveLine.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useAutosave } from '#web/ui/use-autosave.ts'

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

type Choice = { roomCode: Access['roomCode']; text: string; pauseShows: boolean }

const pauseMs = 700
/** Of a network (contract/attempts/room.ts). */
const shortest = 3

function Form({ access, ...params }: { access: Access } & Place) {
  const text = useText()
  const { t } = text
  const queryClient = useQueryClient()
  const { value, change, state, flush } = useAutosave<Choice>({
    first: () => ({
      roomCode: access.roomCode,
      text: access.networks.join('\n'),
      pauseShows: access.pauseShows,
    }),
    pauseMs,
    send: async (next) => {
      const { roomCode, pauseShows } = next
      // Too short to be sent as an address at all.
      if (networksIn(next.text).some((line) => line.length < shortest)) throw new Refusal('network_unreadable')
      await call(setAccess, { params, body: { roomCode, networks: networksIn(next.text), pauseShows } })
      await queryClient.invalidateQueries({ queryKey: [getAccess.path] })
    },
  })
  // Said at the field, which is where it is mended.
  const unreadable =
    state.status === 'failed' && state.error instanceof Refusal && state.error.code === 'network_unreadable'
  return (
    <div className="form">
      <RadioGroup
        legend={t('exams.room.code')}
        value={value.roomCode}
        onChange={(roomCode) => change({ ...value, roomCode })}
        options={roomCodeKinds.map((kind) => ({
          value: kind,
          label: t(`exams.room.${kind}`),
          hint: t(`exams.room.${kind}Hint`),
        }))}
      />
      <Field
        label={t('exams.room.networks')}
        hint={t('exams.room.networksHint', { address: access.yourAddress })}
        error={unreadable ? sentenceOf(state.error, text) : null}
        optional
      >
        <Textarea
          rows={3}
          code
          value={value.text}
          maxLength={2_500}
          onChange={({ target }) => change({ ...value, text: target.value })}
          onBlur={() => void flush()}
        />
      </Field>
      {networksIn(value.text).length > 0 && (
        <Notice tone="warn">
          <p>{t('exams.room.networksWarning')}</p>
        </Notice>
      )}
      <Checkbox
        label={t('exams.room.pauseShows')}
        hint={t('exams.room.pauseShowsHint')}
        checked={value.pauseShows}
        onChange={({ target }) => change({ ...value, pauseShows: target.checked })}
      />
      {!unreadable && <SaveLine state={state} onRetry={() => void flush()} />}
    </div>
  )
}

const networksIn = (text: string) => text.split(/[\s,;]+/).filter((line) => line !== '')
