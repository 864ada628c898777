import { AppError } from '#lib/errors.ts'

/** How much this process takes on at a time. */
export type Admission = {
  /** Takes a place, or throws `service_unavailable`; the answer gives it back. */
  enter(): () => void
}

/** Admits so many executions at a time and refuses the rest at once, so that memory and waiting stay bounded. */
export function createAdmission(places: number): Admission {
  let taken = 0
  return {
    enter: () => {
      if (taken >= places) {
        throw new AppError('service_unavailable', 'Too many executions are underway; try again shortly', {
          retryAfterSeconds: 1,
        })
      }
      taken += 1
      let left = false
      return () => {
        if (!left) taken -= 1
        left = true
      }
    },
  }
}
