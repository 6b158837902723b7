// What the server says of a forecast file under the firm weeks that the page shows: asked anew when they change.
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { forecastsApi, type Preview } from '../../forecasts/api.ts'
import { call } from '../api.ts'

interface Checked {
  csv: string
  firmWeeks: number
  read: Preview
}

/** A number is typed digit by digit: so long nobody is asked. */
const typingMs = 400

export function useChecked(firmWeeks: number) {
  const [checked, setChecked] = useState<Checked | undefined>()
  const [problem, setProblem] = useState<unknown>()
  const [settled] = useDebouncedValue(firmWeeks, typingMs)
  useEffect(() => {
    if (!checked || checked.firmWeeks === settled) return
    const { csv } = checked
    const asking = new AbortController()
    setProblem(undefined)
    call(forecastsApi.preview, { body: { csv, firmWeeks: settled } }, asking.signal)
      .then(read => setChecked({ csv, firmWeeks: settled, read }))
      .catch((failed: unknown) => {
        if (!asking.signal.aborted) setProblem(failed)
      })
    return () => asking.abort()
  }, [checked, settled])
  return {
    preview: checked?.read,
    problem,
    /** What is shown was worked out for other firm weeks: it must not be published yet. */
    waiting: checked !== undefined && checked.firmWeeks !== firmWeeks,
    check: async (csv: string): Promise<Preview> => {
      const read = await call(forecastsApi.preview, { body: { csv, firmWeeks } })
      setProblem(undefined)
      setChecked({ csv, firmWeeks, read })
      return read
    },
  }
}
