import styles from './FullPage.module.css';

/** Shown only when a page takes noticeably long to come. */
export function PagePending() {
  return <p className={styles.page} role="status">Loading…</p>;
}
