import './style/base.css';
import './style/controls.css';
import './style/shell.css';
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openIdentity } from './api/identity.ts';
import { persistOptions, queryClient } from './api/query-client.ts';
import { Console } from './app/console.tsx';
import { showPreferences } from './app/preferences.ts';
import { startSender } from './desk/sender.ts';
import { registerOffline } from './offline/register.ts';

showPreferences();
registerOffline();
await openIdentity();
startSender();
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <PersistQueryClientProvider client={queryClient} persistOptions={persistOptions}>
      <Console />
    </PersistQueryClientProvider>
  </StrictMode>,
);
