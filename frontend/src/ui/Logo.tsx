import styles from './Logo.module.css';

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <span className={styles.logo}>
      <img src="/logo.svg" alt="" width={size} height={size} />
      <span>SRE Copilot</span>
    </span>
  );
}
