// Where the portal starts in the browser.
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { newQueryClient } from './query.ts'
import { newRouter } from './routes.ts'
import { cssVariables, theme } from './theme.ts'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')

const queries = newQueryClient()
const router = newRouter(queries)

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)
