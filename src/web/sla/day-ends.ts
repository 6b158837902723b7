// When the reader's day ends: what "today" means on the board. Changes once a day, so that questions stay the same.
import { useServerNow } from '../ui/Countdown.tsx'

export function useDayEnds(): string {
  return useServerNow(now => {
    const end = new Date(now)
    end.setHours(24, 0, 0, 0)
    return end.toISOString()
  })
}
