import type { Incident, Monitor, ServiceLine, Slo } from '../api/contract';
import { healthOf } from '../services/health';
import { sloView } from '../slos/views';
import { monitorState } from '../synthetics/status';
import type { Tone } from '../ui/Badge';

/** A part of the project in a number, and what is to be known about it. */
export interface Glance {
  value: string;
  note: string;
  tone: Tone;
}

const nothing = (note: string): Glance => ({ value: '0', note, tone: 'neutral' });

/** `total` may be more than are listed: the list holds the newest. */
export function glanceOfIncidents(incidents: readonly Incident[], total: number): Glance {
  if (total === 0) return { value: '0', note: 'Nothing is open', tone: 'good' };
  const critical = incidents.filter(({ severity }) => severity === 'critical').length;
  const unowned = incidents.filter(({ assignee_name }) => assignee_name == null).length;
  return { value: String(total), note: critical > 0 ? `${critical} critical` : unowned > 0 ? `${unowned} with nobody assigned` : 'all assigned', tone: critical > 0 ? 'bad' : 'warn' };
}

export function glanceOfAlerts(firing: number): Glance {
  return firing === 0 ? { value: '0', note: 'Nothing is firing', tone: 'good' } : { value: String(firing), note: 'firing', tone: 'bad' };
}

export function glanceOfServices(services: readonly ServiceLine[]): Glance {
  if (services.length === 0) return nothing('None has reported yet');
  const tones = services.map(({ transactions, errorRate, apdex }) => healthOf({ requests: transactions, errorRate, apdex }).tone);
  return summary(services.length, count(tones, 'bad'), 'failing', count(tones, 'warn'), 'degraded', 'none fails');
}

export function glanceOfSlos(slos: readonly Slo[]): Glance {
  if (slos.length === 0) return nothing('No objectives yet');
  const tones = slos.map((slo) => sloView(slo).tone);
  return summary(slos.length, count(tones, 'bad'), 'breached', count(tones, 'warn'), 'at risk', 'none breached');
}

export function glanceOfMonitors(monitors: readonly Monitor[]): Glance {
  if (monitors.length === 0) return nothing('No monitors yet');
  const tones = monitors.map((monitor) => monitorState(monitor).tone);
  return summary(monitors.length, count(tones, 'bad'), 'down', count(tones, 'warn'), 'failing', 'none is down');
}

/** `most` groups are read at once; when there are as many, there may be more. */
export function glanceOfErrors(groups: readonly { regressed?: boolean | null }[], most: number): Glance {
  if (groups.length === 0) return { value: '0', note: 'None unresolved', tone: 'good' };
  const back = groups.filter(({ regressed }) => regressed === true).length;
  return { value: groups.length >= most ? `${most}+` : String(groups.length), note: back > 0 ? `${back} came back` : 'unresolved', tone: 'warn' };
}

/** The project sends nothing yet, and nothing happened in it. */
export function isNew(services: readonly ServiceLine[] | undefined, incidents: number | undefined): boolean {
  return services?.length === 0 && incidents === 0;
}

function summary(all: number, bad: number, badly: string, warn: number, poorly: string, well: string): Glance {
  const parts = [...(bad > 0 ? [`${bad} ${badly}`] : []), ...(warn > 0 ? [`${warn} ${poorly}`] : [])];
  return { value: String(all), note: parts.length > 0 ? parts.join(', ') : well, tone: bad > 0 ? 'bad' : warn > 0 ? 'warn' : 'good' };
}

function count(tones: readonly Tone[], wanted: Tone): number {
  return tones.filter((tone) => tone === wanted).length;
}
