import styles from './Horizon.module.css';

// Degrees of pitch, as on an attitude indicator; none where the text below stands.
const ladder = [-10, 10, 20, 30];
const ticks = [-5, 5, 15, 25];
const unit = 9;

/** An artificial horizon, a little banked: decoration only. */
export function Horizon() {
  return (
    <svg className={styles.horizon} viewBox="-400 -400 800 800" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <g transform="rotate(-9)">
        <rect x="-900" y="60" width="1800" height="1400" className={styles.ground} />
        <path d="M-900 60H900" className={styles.line} />
        {ladder.map((degrees) => {
          const half = Math.abs(degrees) === 10 ? 46 : Math.abs(degrees) === 20 ? 70 : 94;
          const y = 60 - degrees * unit;
          return (
            <g key={degrees} className={styles.rung}>
              <path d={`M${-half} ${y}H${half}`} />
              <text x={half + 14} y={y + 5}>{Math.abs(degrees)}</text>
            </g>
          );
        })}
        {ticks.map((degrees) => (
          <path key={degrees} className={styles.tick} d={`M-18 ${60 - degrees * unit}H18`} />
        ))}
      </g>
      <path className={styles.aircraft} d="M-190 0H-70L-35 48L0 0L35 48L70 0H190" />
    </svg>
  );
}
