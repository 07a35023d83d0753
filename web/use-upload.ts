import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { type BytesSent, Cancelled, upload } from './upload.ts'

/** A mutation that sends a file, with how much of it has left and a way to stop it; leaving the page stops it too. */
export function useUpload<E extends Endpoint>(endpoint: E, onSuccess?: (reply: Reply<E>) => void) {
  const [bytes, setBytes] = useState<BytesSent | null>(null)
  const abort = useRef<AbortController | null>(null)
  const cancel = useCallback(() => abort.current?.abort(), [])
  useEffect(() => cancel, [cancel])
  const send = useMutation({
    mutationKey: [endpoint.path],
    /** Reading the file is part of the wait. */
    mutationFn: async (input: Sent<E> | Promise<Sent<E>>) => {
      const stop = new AbortController()
      abort.current = stop
      setBytes(null)
      return upload(endpoint, await input, { signal: stop.signal, onProgress: setBytes })
    },
    ...(onSuccess ? { onSuccess } : {}),
  })
  const error = send.error instanceof Cancelled ? null : send.error
  return { send: send.mutate, isPending: send.isPending, data: send.data, reset: send.reset, error, bytes, cancel }
}
