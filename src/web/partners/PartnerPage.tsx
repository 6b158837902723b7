// One relationship, from whichever side one looks: the buyer edits what is agreed, the supplier reads it.
import { partnersApi } from '../../partners/api.ts'
import { useParam } from '../go.tsx'
import { useEndpoint } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { CustomerView } from './CustomerView.tsx'
import { SupplierView } from './SupplierView.tsx'

export function PartnerPage() {
  const relationshipId = useParam('relationshipId')
  const me = useMe()
  const watch = { watch: [`relationship:${relationshipId}`], keep: false }
  const partner = useEndpoint(partnersApi.get, { params: { relationshipId } }, watch)
  if (partner.error) return <ProblemAlert problem={partner.error} onRetry={() => void partner.refetch()} />
  if (!partner.data) return <ListSkeleton />
  const buying = partner.data.buyerId === me.organization?.id
  return buying ? <SupplierView key={relationshipId} partner={partner.data} /> : <CustomerView partner={partner.data} />
}
