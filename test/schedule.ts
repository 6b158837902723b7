// An 830 of any size from the supplier who is reached by folder: the gateway judges and answers it, and no room takes it.
/** Some 25 bytes each. */
const segmentsPerMegabyte = 49_000
/** One of two years for thousands of items. */
const segmentsPerSet = 400_000

export interface Ends {
  from: string
  to: string
}

/** `from` and `to` are ids under ZZ, of ten characters at most. */
export function schedule(control: number, megabytes: number, { from, to }: Ends): Buffer {
  const isa13 = String(control).padStart(9, '0')
  const header = `ISA*00*          *00*          *ZZ*${from.padEnd(15)}*ZZ*${to.padEnd(15)}*260302*0800*U*00401*${isa13}*0*P*>`
  const segments = megabytes * segmentsPerMegabyte
  const count = Math.max(3, Math.ceil(segments / segmentsPerSet))
  const numbers = Array.from({ length: count }, (_, i) => String(i + 1).padStart(4, '0'))
  const sets = numbers.map(number => setOf(number, segments / count))
  const group = [`GS*PS*${from}*${to}*20260302*0800*1*X*004010`, ...sets, `GE*${count}*1`]
  return Buffer.from(`${[header, ...group, `IEA*1*${isa13}`].join('~')}~`)
}

function setOf(number: string, segments: number): string {
  const body: string[] = []
  for (let item = 1; body.length < segments; item++) {
    body.push(`LIN*${item}*BP*ITEM-${item}*VP*V-${item}`, 'UIT*EA')
    for (let day = 1; day <= 28; day++) body.push(`FST*${100 + day}*D*W*202603${String(day).padStart(2, '0')}`)
  }
  const head = [`ST*830*${number}`, 'BFR*00**R1*SH*A*20260302*20261231*20260302']
  return [...head, ...body, 'CTT*1', `SE*${body.length + 4}*${number}`].join('~')
}
