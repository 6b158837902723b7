// The group of an item, as its buyer calls it.
import type { AutocompleteProps } from '@mantine/core'
import { itemsApi } from '../../items/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { LabelField } from '../ui/LabelField.tsx'

export function ItemGroupField(props: Omit<AutocompleteProps, 'data'>) {
  const groups = useEndpoint(itemsApi.groups, {}, { watch: ['item'] })
  return <LabelField label={m.items_group()} description={m.items_group_what()} labels={groups.data?.rows} {...props} />
}
