// What is wrong with the lines of a release before anybody sees it; and the lines that are right, ready to be published.
import { type Decimal, isDecimal } from '../kernel/decimal.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { LineToPublish } from './api.ts'
import type { Catalogue, ItemRecord, Making } from './catalogue.ts'
import { readQuantity, refuseWeek } from './forecast.ts'

export interface ReadyLine {
  making: Making
  item: Pick<ItemRecord, 'id' | 'number' | 'description' | 'unit'>
  shipToCode: string
  quantities: ReadonlyMap<LocalDate, Decimal>
}

/** What is wrong, and where: the line by its place, the bucket by its place in the line. */
export interface Problem {
  line: number
  field: 'item' | 'supplier' | 'shipTo' | 'buckets' | 'start' | 'quantity'
  bucket?: number
  problem: Refusal
}

export interface Checked {
  /** Each with its place among the lines that were given. */
  ready: (ReadyLine & { line: number })[]
  problems: Problem[]
}

/** Names a line: one item, from one supplier, for one ship-to. */
export const keyOf = (itemId: string, shipToCode: string): string => `${itemId} ${shipToCode}`
/** Names it among the lines of all suppliers. */
export const lineKeyOf = (supplierId: string, itemId: string, shipToCode: string): string =>
  `${supplierId} ${keyOf(itemId, shipToCode)}`

export function checkLines(given: readonly LineToPublish[], catalogue: Catalogue): Checked {
  const checked: Checked = { ready: [], problems: [] }
  const read = given.map(line => ({ line, ...readParties(line, catalogue) }))
  const times = new Map<string, number>()
  for (const { key } of read) if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1)
  const weeks = rememberedWeeks(catalogue.today)
  read.forEach(({ line, key, making, item, shipTo }, index) => {
    const problems: Problem[] = []
    const add = (field: Problem['field'], problem: Refusal, bucket?: number) =>
      problems.push({ line: index, field, problem, ...(bucket === undefined ? {} : { bucket }) })
    if (isRefusal(item)) add('item', item)
    if (isRefusal(making)) add('supplier', making)
    if (isRefusal(shipTo)) add('shipTo', shipTo)
    const quantities = readBuckets(line, weeks, add)
    // Nobody but the planner knows which of the two was meant: neither is published.
    if (key !== undefined && (times.get(key) ?? 0) > 1) add('item', twice(line.item, String(shipTo)))
    if (problems.length === 0 && !isRefusal(item) && making && !isRefusal(making) && !isRefusal(shipTo))
      checked.ready.push({ line: index, making, item, shipToCode: shipTo, quantities })
    checked.problems.push(...problems)
  })
  return checked
}

const twice = (item: string, shipTo: string): Refusal =>
  refusal('line-twice', `${item} for ${shipTo} is there twice.`, { remedy: 'Keep one of the two.' })

interface Parties {
  item: ItemRecord | Refusal
  /** Undefined where the item is not known. */
  making: Making | Refusal | undefined
  shipTo: string | Refusal
  /** As `lineKeyOf` names the line, where all three are known. */
  key: string | undefined
}

export function readParties(
  { item: number, supplier, shipTo: site }: Pick<LineToPublish, 'item' | 'supplier' | 'shipTo'>,
  catalogue: Catalogue,
): Parties {
  const shipTo = readShipTo(site, catalogue)
  const item = catalogue.item(number.trim())
  if (!item)
    return {
      item: refusal('item-unknown', `There is no item "${number}".`, {
        remedy: 'Enter it under Items first, or correct the number.',
      }),
      making: undefined,
      shipTo,
      key: undefined,
    }
  const making = readMaking(item, supplier?.trim() ?? '', catalogue)
  const known = !isRefusal(making) && !isRefusal(shipTo)
  return {
    item,
    making,
    shipTo,
    key: known ? lineKeyOf(making.relationship.supplierId, item.id, shipTo) : undefined,
  }
}

function readMaking(item: ItemRecord, vendorNumber: string, catalogue: Catalogue): Making | Refusal {
  const makers = catalogue.makers(item.id)
  if (vendorNumber !== '') {
    const relationship = catalogue.relationship(vendorNumber)
    if (!relationship)
      return refusal('supplier-unknown', `There is no supplier "${vendorNumber}".`, {
        remedy: 'Write its vendor number or its name as it stands under Suppliers.',
      })
    const making = makers.find(one => one.relationship.supplierId === relationship.supplierId)
    return making ? active(making) : notMade(item, `${relationship.supplierName} does`)
  }
  const [only, another] = makers.filter(({ relationship }) => relationship.status === 'active')
  if (another) {
    // The whole demand to each of them would be told twice.
    const names = makers.map(({ relationship }) => relationship.vendorNumber).join(', ')
    return refusal('supplier-missing', `${item.number} is made by several suppliers.`, {
      remedy: `Write in each line which of them: ${names}.`,
    })
  }
  return only ?? (makers[0] ? active(makers[0]) : notMade(item, 'No supplier does'))
}

const active = (making: Making): Making | Refusal =>
  making.relationship.status === 'active'
    ? making
    : refusal(
        'supplier-not-active',
        `${making.relationship.supplierName} is not active: the relationship is ${making.relationship.status}.`,
        { remedy: 'Leave the line out, or make the partner active first.' },
      )

const notMade = (item: ItemRecord, who: string): Refusal =>
  refusal('item-not-supplied', `${who} not make ${item.number}.`, { remedy: 'Add it to the supplier items.' })

function readShipTo(given: string | undefined, catalogue: Catalogue): string | Refusal {
  const code = given?.trim() ?? ''
  const codes = `Write one of: ${catalogue.siteCodes.slice(0, 12).join(', ')}.`
  if (code === '')
    return catalogue.onlySite ?? refusal('site-missing', 'It is not said where it goes.', { remedy: codes })
  return catalogue.hasSite(code) ? code : refusal('site-unknown', `There is no site "${code}".`, { remedy: codes })
}

function readBuckets(
  { buckets }: LineToPublish,
  refuse: (start: string) => Refusal | undefined,
  add: (field: Problem['field'], problem: Refusal, bucket?: number) => void,
): Map<LocalDate, Decimal> {
  const quantities = new Map<LocalDate, Decimal>()
  if (buckets.length === 0)
    add('buckets', refusal('line-empty', 'No week has a quantity.', { remedy: 'Write 0 where nothing is needed.' }))
  buckets.forEach(({ start, quantity }, bucket) => {
    const wrong = refuse(start)
    const read = readQuantity(quantity)
    if (wrong) add('start', wrong, bucket)
    if (!isDecimal(read)) add('quantity', read, bucket)
    else if (quantities.has(start))
      add('start', refusal('week-twice', `The week of ${start} is there twice.`, { remedy: 'Keep one.' }), bucket)
    else quantities.set(start, read)
  })
  return quantities
}

/** The same weeks come with every line. */
function rememberedWeeks(today: LocalDate): (start: string) => Refusal | undefined {
  const known = new Map<string, Refusal | undefined>()
  return start => {
    if (!known.has(start)) known.set(start, refuseWeek(start, today))
    return known.get(start)
  }
}
