import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import {
  goToSignIn,
  isSignInNeeded,
  setIdentity,
  signOut,
  useIdentity,
  type RoleName,
} from '../api/identity.ts';
import { queryClient } from '../api/query-client.ts';
import { links } from '../app/links.ts';
import { openDesk } from '../desk/store.ts';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';

const roles: readonly RoleName[] = ['biologist', 'operator', 'analyst', 'admin'];

/** The start page before anyone said who is there. */
export function WhoPage(): ReactNode {
  const { t } = useTexts();
  return (
    <Page title={t.start.title} lead={t.start.lead} className="begin">
      {isSignInNeeded() ? <SignInCard /> : <WhoForm />}
    </Page>
  );
}

function SignInCard(): ReactNode {
  const { t } = useTexts();
  const identity = useIdentity();
  return (
    <section className="card">
      <h2>{t.start.who}</h2>
      {identity === undefined ? (
        <button type="button" className="main" onClick={() => void goToSignIn()}>
          {t.start.signIn}
        </button>
      ) : (
        <>
          <p>
            {t.you(identity.name)} ({t.roles[identity.role]}).
          </p>
          <button type="button" onClick={signOut}>
            {t.start.signOut}
          </button>
        </>
      )}
    </section>
  );
}

function WhoForm(): ReactNode {
  const { t } = useTexts();
  const identity = useIdentity();
  const [path, navigate] = useLocation();
  const [name, setName] = useState(identity?.name ?? '');
  const [role, setRole] = useState<RoleName>(identity?.role ?? 'biologist');
  const [missing, setMissing] = useState(false);
  const begin = (event: SubmitEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    setMissing(trimmed === '');
    if (trimmed === '') return;
    setIdentity({ name: trimmed.slice(0, 60), role });
    queryClient.clear();
    void openDesk();
    if (path === '/who') navigate(links.start);
  };
  return (
    <form className="card" onSubmit={begin} noValidate>
      <p className="row">
        <span className="tag notice">{t.start.local}</span>
      </p>
      <h2>{t.start.who}</h2>
      <p className="soft small">{t.start.localWhy}</p>
      <div className="field">
        <label htmlFor="name">{t.start.name}</label>
        <input
          id="name"
          autoComplete="name"
          maxLength={60}
          placeholder={t.start.namePlaceholder}
          value={name}
          aria-invalid={missing}
          aria-describedby={missing ? 'name-missing' : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        {missing ? (
          <span id="name-missing" className="field-problem" role="alert">
            {t.start.nameMissing}
          </span>
        ) : null}
      </div>
      <fieldset>
        <legend>{t.start.role}</legend>
        <div className="roles">
          {roles.map((each) => (
            <label key={each}>
              <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
              <strong>{t.roles[each]}</strong>
              <span className="small soft">{t.start.roleTasks[each]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <button type="submit" className="main">
        {t.start.begin}
      </button>
    </form>
  );
}
