import './style/base.css';
import './style/controls.css';
import './style/shell.css';
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { persistOptions, queryClient } from './api/query-client.ts';
import { Console } from './app/console.tsx';
import { showPreferences } from './app/preferences.ts';
import { startSender } from './desk/sender.ts';
import { registerOffline } from './offline/register.ts';

showPreferences();
startSender();
registerOffline();
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <PersistQueryClientProvider client={queryClient} persistOptions={persistOptions}>
      <Console />
    </PersistQueryClientProvider>
  </StrictMode>,
);
