import { Icon } from '../ui/Icon';
import { checkPassword, specialCharacters, uncountedSymbols } from './password';
import styles from './PasswordRules.module.css';

/** The rules of a new password, ticked off while it is typed. */
export function PasswordRules({ id, password }: { id: string; password: string }) {
  const uncounted = uncountedSymbols(password);
  return (
    <div id={id} className={styles.rules}>
      <ul>
        {checkPassword(password).map((rule) => (
          <li key={rule.id} className={styles.rule} data-met={rule.met || undefined}>
            <Icon name={rule.met ? 'check' : 'circle'} size={15} />
            <span>
              {rule.label}
              {rule.id === 'special' && <> <code className={styles.symbols}>{Array.from(specialCharacters).join(' ')}</code></>}
              <span className="visually-hidden">{rule.met ? ' (done)' : ' (missing)'}</span>
            </span>
          </li>
        ))}
      </ul>
      {uncounted.length > 0 && (
        <p className={styles.note}>
          {uncounted.map((symbol, index) => <span key={symbol}>{index > 0 && ' '}<kbd>{symbol}</kbd></span>)}
          {' '}may stay, but {uncounted.length === 1 ? 'does' : 'do'} not count as a symbol here.
        </p>
      )}
    </div>
  );
}
