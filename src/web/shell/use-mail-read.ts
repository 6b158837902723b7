// Who follows the link of a mail has read its notice: it is marked, and the address is as anybody would write it.
import { useEffect } from 'react'
import { noticesApi } from '../../notices/api.ts'
import { useSearchParams } from '../go.tsx'
import { useAct } from '../query.ts'

export function useMailRead(): void {
  const [{ notice }, setSearch] = useSearchParams()
  const { mutate: markRead } = useAct(noticesApi.markRead, { changes: ['notice'], quiet: true })
  useEffect(() => {
    if (!notice) return
    markRead({ body: { ids: [notice] } })
    setSearch({ notice: undefined })
  }, [notice, markRead, setSearch])
}
