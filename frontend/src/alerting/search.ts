import type { ChannelSearch } from './ChannelsPage';

export function readChannelSearch(raw: Record<string, unknown>): ChannelSearch {
  return raw.deliveries === 'dead' || raw.deliveries === 'waiting' || raw.deliveries === 'sent' ? { deliveries: raw.deliveries } : {};
}
