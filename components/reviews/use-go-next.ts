import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { text } from '#components/messages/text.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { toast } from '#components/ui/toast.tsx'
import { findMine, useTakeNext } from './queries.ts'

/** Ways on to the next case; neither moves somebody who has gone elsewhere in the meantime. */
export function useGoNext(environment: EnvironmentName) {
  const router = useRouter()
  const { mutateAsync, isPending } = useTakeNext()
  const here = useHere()

  const take = useCallback(() => {
    mutateAsync(environment).then(
      ({ pauseId }) => {
        if (pauseId === null) toast.info(text.reviews.nothingToTake)
        else if (here.current) router.push(`/reviews/${pauseId}`)
      },
      (error: Error) => toast.error(error.message),
    )
  }, [mutateAsync, environment, router, here])

  /** First what the person has in hand already, then the next of the queue, else the queue, which says that all is done. */
  const advance = useCallback(
    async (decided: string) => {
      const mine = await findMine(environment, decided).catch(() => null)
      const next = mine ?? (await mutateAsync(environment).catch(() => ({ pauseId: null }))).pauseId
      if (here.current) router.push(next === null ? '/reviews' : `/reviews/${next}`)
    },
    [mutateAsync, environment, router, here],
  )
  return { take, advance, pending: isPending }
}

function useHere() {
  const here = useRef(false)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  return here
}
