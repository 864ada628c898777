import { useSession } from '#components/session/session.tsx'
import { DESTINATIONS, type Destination } from './destinations.ts'

/** The places the person may go to. */
export function useDestinations(): Destination[] {
  const { permissions } = useSession()
  return DESTINATIONS.filter(({ permission }) => permission === undefined || permissions.includes(permission))
}
