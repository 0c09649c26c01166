import { Link } from '@tanstack/react-router';
import styles from './FullPage.module.css';
import { Logo } from './Logo';
import { useTitle } from './useTitle';

export function NotFoundPage() {
  useTitle('Page not found');
  return (
    <main className={styles.page}>
      <Logo />
      <h1>There is no page at this address</h1>
      <p>The link may be old, or a letter may be missing. Nothing is broken.</p>
      <Link to="/" className={styles.link}>Go to the start page</Link>
    </main>
  );
}
