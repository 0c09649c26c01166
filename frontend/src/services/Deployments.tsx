import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Deployment } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Badge, type Tone } from '../ui/Badge';
import { ExternalLink } from '../ui/ExternalLink';
import type { IconName } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import styles from './ServicePage.module.css';

const views: Record<string, { label: string; tone: Tone; icon: IconName }> = {
  success: { label: 'Succeeded', tone: 'good', icon: 'check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'x' },
  in_progress: { label: 'Under way', tone: 'info', icon: 'refresh' },
  rolled_back: { label: 'Rolled back', tone: 'warn', icon: 'alert' },
};

interface Props {
  query: UseQueryResult<Deployment[]>;
  /** Says whose each is, where it is not always the same service. */
  ofAll?: boolean;
  most?: number;
}

/** What was put into service, the latest first. */
export function Deployments({ query, ofAll = false, most = Infinity }: Props) {
  return (
    <Panel title="Deployments">
      <Loaded query={query} what="The deployments">
        {(data) => data.length === 0 ? <p className={styles.none}>None in this time.</p> : (
          <ul className={styles.rows} aria-label="Deployments">
            {data.slice(0, most).map((deployment) => {
              const { label, tone, icon } = views[deployment.status] ?? { label: deployment.status, tone: 'neutral' as const, icon: 'circle' as const };
              return (
                <li key={deployment.deployment_id}>
                  <strong>{ofAll && <><Link to="/services/$serviceName" params={{ serviceName: deployment.service }}>{deployment.service}</Link> </>}{deployment.version}</strong>
                  <Badge tone={tone} icon={icon}>{label}</Badge>
                  <p className={styles.facts}><Ago at={deployment.started_at} /> by {deployment.deployed_by} to {deployment.environment}{deployment.description !== '' && ` · ${deployment.description}`}{deployment.url !== '' && <> · <ExternalLink href={deployment.url}>Details<span className="visually-hidden"> of {deployment.version}</span></ExternalLink></>}</p>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
