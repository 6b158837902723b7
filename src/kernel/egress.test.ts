// Where a partner's URL may lead. Names are resolved by a table here: none of these hosts is ever asked for.
import { expect, test } from 'vitest'
import { EgressRefused, permit, type Resolver } from './egress.ts'

const names: Record<string, string[]> = {
  'edi.example.com': ['93.184.216.34'],
  'six.example.com': ['2606:2800:220:1:248:1893:25c8:1946'],
  'two.example.com': ['93.184.216.34', '93.184.216.35'],
  'inside.example.com': ['10.1.2.3'],
  'mixed.example.com': ['93.184.216.34', '127.0.0.1'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'meta.example.com': ['169.254.169.254'],
  'localtest.example.com': ['127.0.0.1'],
  'six-inside.example.com': ['fd00::1'],
  'erp.internal': ['10.20.0.7'],
  localhost: ['127.0.0.1', '::1'],
}
const resolve: Resolver = async host => names[host] ?? []

const refused: string[] = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.255.255.254/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://172.16.0.1/',
  'https://172.31.255.254/',
  'https://192.168.1.1/',
  'https://192.168.0.1:8443/x',
  'https://169.254.169.254/latest/meta-data/',
  'https://169.254.0.1/',
  'https://168.63.129.16/',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://192.0.0.192/',
  'https://192.0.2.5/',
  'https://198.18.0.1/',
  'https://198.51.100.7/',
  'https://203.0.113.9/',
  'https://224.0.0.1/',
  'https://239.255.255.250/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://192.88.99.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001::1]/',
  'https://[2001:db8::1]/',
  'https://[fc00::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[100::1]/',
  'https://[3fff::1]/',
  'https://inside.example.com/',
  'https://mixed.example.com/',
  'https://mapped.example.com/',
  'https://meta.example.com/',
  'https://localtest.example.com/',
  'https://six-inside.example.com/',
  'https://unknown.example.com/',
  'http://edi.example.com/',
  'https://user:pw@edi.example.com/',
  'https://user@edi.example.com/',
  'ftp://edi.example.com/',
  'file:///etc/passwd',
  'gopher://edi.example.com/',
  'javascript:alert(1)',
  'not a url',
  '',
  'https://',
  'https://erp.internal/',
  'https://①②⑦.0.0.1/',
]

test.each(refused)('%s is not called', async url => {
  await expect(permit(url, [], resolve)).rejects.toThrow(EgressRefused)
})

test.each([
  ['https://edi.example.com/in', '93.184.216.34', 4],
  ['https://edi.example.com:8443/in?a=b', '93.184.216.34', 4],
  ['https://two.example.com/', '93.184.216.34', 4],
  ['https://six.example.com/', '2606:2800:220:1:248:1893:25c8:1946', 6],
  ['https://93.184.216.34/', '93.184.216.34', 4],
  ['https://1.1.1.1/', '1.1.1.1', 4],
])('%s is called at %s', async (url, address, family) => {
  expect(await permit(url, [], resolve)).toMatchObject({ address, family })
})

test.each([
  ['https://erp.internal/', ['erp.internal'], '10.20.0.7'],
  ['http://erp.internal/', ['ERP.internal'], '10.20.0.7'],
  ['https://erp.internal/', ['10.20.0.0/16'], '10.20.0.7'],
  ['http://127.0.0.1:9/', ['127.0.0.0/8'], '127.0.0.1'],
  ['http://[::1]:9/', ['::1'], '::1'],
  ['http://localhost:9/', ['localhost'], '127.0.0.1'],
])('%s is called where %s is allowed', async (url, allow, address) => {
  expect(await permit(url, allow, resolve)).toMatchObject({ address })
})

test.each([
  ['https://erp.internal/', ['10.21.0.0/16']],
  ['https://localhost/', ['127.0.0.0/8']],
  ['https://evil-erp.internal/', ['erp.internal']],
  ['http://edi.example.com/', ['10.0.0.0/8']],
])('%s is not called where only %s is allowed', async (url, allow) => {
  await expect(permit(url, allow, resolve)).rejects.toThrow(EgressRefused)
})

test('a name is resolved once, and the address that was checked is the one called', async () => {
  let asked = 0
  const rebinding: Resolver = async () => [asked++ === 0 ? '93.184.216.34' : '127.0.0.1']
  expect((await permit('https://rebind.example.com/', [], rebinding)).address).toBe('93.184.216.34')
  expect(asked).toBe(1)
})
