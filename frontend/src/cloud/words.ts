import type { IconName } from '../ui/Icon';
import type { ResourceHealth, ResourceKind } from './search';

export const kindNames: Record<ResourceKind, string> = { compute: 'Compute', database: 'Databases', load_balancer: 'Load balancers' };

export const healthViews: Record<ResourceHealth, { label: string; tone: 'good' | 'bad' | 'neutral'; icon: IconName }> = {
  healthy: { label: 'Healthy', tone: 'good', icon: 'check' },
  unhealthy: { label: 'Unhealthy', tone: 'bad', icon: 'alert' },
  unknown: { label: 'Unknown', tone: 'neutral', icon: 'circle' },
};

export const healthView = (health: string) => healthViews[health as ResourceHealth] as (typeof healthViews)[ResourceHealth] | undefined ?? healthViews.unknown;

/** `ec2_instance` as people read it. */
export const plain = (word: string) => word.replaceAll('_', ' ');
