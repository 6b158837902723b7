// How drizzle-kit reads the tables and writes migrations (npm run db:generate -- --name what).
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/*/tables.ts',
  // The check that migrations match the tables generates into a copy.
  out: process.env.MIGRATIONS_OUT ?? './migrations',
  casing: 'snake_case',
  schemaFilter: ['public'],
  breakpoints: false,
})
