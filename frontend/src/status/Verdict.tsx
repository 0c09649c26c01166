import styles from './Verdict.module.css';

interface Props {
  problems: number;
  total: number;
}

/** The answer in one line, and as an attitude indicator: level when all is well, banked when not. */
export function Verdict({ problems, total }: Props) {
  const bank = problems === 0 ? 0 : Math.min(40, 10 + problems * 6);
  return (
    <section className={styles.verdict} data-troubled={problems > 0 || undefined} aria-label="Overall">
      <svg viewBox="-50 -50 100 100" width="68" height="68" aria-hidden="true" focusable="false">
        <clipPath id="verdict-dial"><circle r="42" /></clipPath>
        <g clipPath="url(#verdict-dial)">
          <rect x="-50" y="-50" width="100" height="100" className={styles.sky} />
          <g className={styles.world} transform={`rotate(${bank})`}>
            <rect x="-80" y="0" width="160" height="100" className={styles.ground} />
            <path d="M-80 0H80" className={styles.line} />
            <path d="M-9 -14H9M-16 -27H16M-9 14H9M-16 27H16" className={styles.ladder} />
          </g>
        </g>
        <circle r="45" className={styles.ring} />
        <path d="M-28 0H-12L-6 8L0 0L6 8L12 0H28" className={styles.aircraft} />
      </svg>
      <div>
        <p className={styles.title} role="status">{title(problems, total)}</p>
        <p className={styles.detail}>
          {problems === 0 ? 'Nothing needs you right now.' : 'The others keep working; what depends on these may fail or be late.'}
        </p>
      </div>
    </section>
  );
}

function title(problems: number, total: number): string {
  if (problems === 0) return `All ${total} services are healthy`;
  return `${problems} of ${total} services ${problems === 1 ? 'needs' : 'need'} attention`;
}
