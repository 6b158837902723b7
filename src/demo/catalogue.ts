// What a bicycle maker that builds to order buys, and from whom: sixty items of five suppliers.

export type SupplierKey = 'nordlicht' | 'forja' | 'wheelworks' | 'taichung' | 'sattel'

export interface CatalogueItem {
  number: string
  description: string
  supplier: SupplierKey
  partNumber: string
  pack: number
  minimum: number
  leadTimeDays: number
  /** Pieces a week, on average. */
  weekly: number
}

type Family = [
  prefix: string,
  what: string,
  variants: string[],
  pack: number,
  minimum: number,
  leadTimeDays: number,
  weekly: number,
]

const families: Record<SupplierKey, Family[]> = {
  nordlicht: [
    ['DRV', 'Mid drive 250 W', ['55 Nm', '65 Nm', '85 Nm'], 4, 8, 10, 60],
    ['BAT', 'Battery 36 V', ['400 Wh', '500 Wh', '625 Wh', '750 Wh'], 6, 12, 10, 55],
    ['DSP', 'Display', ['compact', 'colour', 'remote'], 10, 20, 6, 70],
    ['CHG', 'Charger 36 V', ['2 A', '4 A'], 10, 20, 5, 90],
  ],
  forja: [
    ['FRM-T', 'Frame trekking, steel', ['S', 'M', 'L', 'XL'], 2, 4, 12, 26],
    ['FRM-C', 'Frame cargo, steel', ['short', 'long'], 1, 2, 15, 12],
    ['FRK', 'Fork rigid, steel', ['28 in', '27.5 in', '20 in'], 4, 4, 8, 45],
    ['RCK', 'Carrier, tubular', ['rear', 'front'], 10, 20, 6, 40],
  ],
  wheelworks: [
    ['RIM', 'Rim 32 hole', ['28 in', '27.5 in', '20 in'], 20, 40, 9, 160],
    ['HUB-F', 'Hub front, disc', ['100 mm', '110 mm'], 10, 20, 9, 80],
    ['HUB-R', 'Hub rear, disc', ['8 speed', '11 speed', 'belt'], 10, 20, 12, 70],
    ['SPK', 'Spoke 2.0 mm', ['260 mm', '280 mm', '292 mm'], 500, 1000, 5, 5200],
    ['TYR', 'Tyre 47-622', ['city', 'tour', 'gravel'], 25, 50, 7, 170],
  ],
  taichung: [
    ['BRK-F', 'Disc brake, front', ['160 mm', '180 mm'], 10, 20, 14, 75],
    ['BRK-R', 'Disc brake, rear', ['160 mm', '180 mm'], 10, 20, 14, 75],
    ['LVR', 'Brake lever', ['left', 'right'], 20, 40, 10, 150],
    ['ROT', 'Brake disc', ['160 mm', '180 mm'], 50, 50, 8, 150],
    ['PAD', 'Brake pad set', ['organic', 'metal'], 50, 100, 6, 220],
    ['HOS', 'Brake hose', ['1700 mm'], 50, 100, 6, 160],
  ],
  sattel: [
    ['SDL', 'Saddle', ['sport', 'comfort', 'leather'], 5, 10, 5, 65],
    ['GRP', 'Grip pair', ['short', 'long', 'cork'], 10, 20, 5, 70],
    ['PST', 'Seat post 31.6 mm', ['350 mm', '400 mm', 'dropper'], 5, 10, 5, 60],
    ['CLP', 'Seat clamp', ['31.8 mm', '34.9 mm', 'quick release'], 20, 20, 4, 90],
  ],
}

const partPrefix: Record<SupplierKey, string> = {
  nordlicht: 'NL',
  forja: 'FI',
  wheelworks: 'GLW',
  taichung: 'TPB',
  sattel: 'ST',
}

export const catalogue: readonly CatalogueItem[] = Object.entries(families).flatMap(([supplier, list]) =>
  list.flatMap(([prefix, what, variants, pack, minimum, leadTimeDays, weekly]) =>
    variants.map((variant, i) => ({
      number: `${prefix}-${i + 1}`,
      description: `${what}, ${variant}`,
      supplier: supplier as SupplierKey,
      partNumber: `${partPrefix[supplier as SupplierKey]}-${prefix.replace('-', '')}${(i + 1) * 10}`,
      pack,
      minimum,
      leadTimeDays,
      weekly: Math.round(weekly / variants.length),
    })),
  ),
)

export const itemsCsv = (): string =>
  ['item,description,unit', ...catalogue.map(item => `${item.number},"${item.description}",EA`)].join('\n')

/** Pieces wanted in a week: the average, swinging with the season and with nobody's plan. */
export function demandOf(item: CatalogueItem, week: number, wobble: number): number {
  const season = 1 + 0.35 * Math.sin(((week + 6) / 26) * Math.PI)
  const noise = 1 + wobble * Math.sin(week * 1.7 + item.number.length * 2.3 + item.weekly)
  return Math.max(0, Math.round((item.weekly * season * noise) / item.pack)) * item.pack
}
