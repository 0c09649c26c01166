import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError, describe } from '../api/error';
import { Button } from './Button';
import styles from './FullPage.module.css';
import { Icon } from './Icon';
import { Logo } from './Logo';
import { useTitle } from './useTitle';

const retryMs = 5000;

/** In place of a page that could not be shown. An outage is retried until it is over. */
export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  const outage = error instanceof ApiError && error.isOutage;
  useTitle(outage ? 'No connection' : 'Something went wrong');

  useEffect(() => {
    if (!outage) return;
    const timer = window.setInterval(() => void router.invalidate(), retryMs);
    return () => window.clearInterval(timer);
  }, [outage, router]);

  return (
    <main className={styles.page}>
      <Logo />
      <h1>{outage ? 'SRE Copilot does not answer' : 'This page ran into a problem'}</h1>
      <p role="status">
        {describe(error)}
        {outage && ` This page tries again by itself every ${retryMs / 1000} seconds.`}
      </p>
      <Button variant="primary" onClick={() => void router.invalidate()}><Icon name="refresh" />Try again now</Button>
    </main>
  );
}
