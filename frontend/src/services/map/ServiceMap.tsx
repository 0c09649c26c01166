import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { DependencyEdge, DependencyMap, ServiceLine } from '../../api/contract';
import { formatMs, formatNumber, formatPercent } from '../../ui/number';
import { healthOf } from '../health';
import { layOut, type Place } from './layout';
import styles from './ServiceMap.module.css';

const box = { width: 184, height: 58, gapX: 96, gapY: 26, margin: 16 };

/** The services as boxes, their calls as lines. A box leads to its service; the one under the pointer shows who it talks to. */
export function ServiceMap({ map, services }: { map: DependencyMap; services: readonly ServiceLine[] }) {
  const places = useMemo(() => layOut(map.nodes, map.edges), [map]);
  const [chosen, setChosen] = useState<string | null>(null);
  const at = new Map(places.map((place) => [place.name, corner(place)]));
  const near = chosen === null ? null : new Set([chosen, ...map.edges.flatMap(({ source, target }) => (source === chosen ? [target] : target === chosen ? [source] : []))]);
  const width = 2 * box.margin + (Math.max(...places.map(({ column }) => column)) + 1) * (box.width + box.gapX) - box.gapX;
  const height = 2 * box.margin + (Math.max(...places.map(({ row }) => row)) + 1) * (box.height + box.gapY) - box.gapY;
  const most = Math.max(...map.edges.map(({ volume }) => volume), 1);
  return (
    <div className={styles.scroll} role="group" aria-label="Service map" tabIndex={0}>
      <svg className={styles.map} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={`${places.length} services, ${map.edges.length} connections`}>
        <defs>
          <marker id="call" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="context-stroke" /></marker>
        </defs>
        <g aria-hidden="true">
          {map.edges.filter(({ source, target }) => source !== target).map((edge) => (
            <Call key={`${edge.source} ${edge.target}`} edge={edge} from={at.get(edge.source)} to={at.get(edge.target)} most={most}
              isFaint={near !== null && edge.source !== chosen && edge.target !== chosen} isNamed={chosen === edge.source || chosen === edge.target} />
          ))}
        </g>
        {places.map((place) => (
          <Box key={place.name} name={place.name} at={corner(place)} service={services.find(({ name }) => name === place.name)} calls={map.edges.filter(({ source }) => source === place.name)}
            isFaint={near !== null && !near.has(place.name)} onChoose={setChosen} />
        ))}
      </svg>
    </div>
  );
}

interface Corner {
  x: number;
  y: number;
}

function corner({ column, row }: Place): Corner {
  return { x: box.margin + column * (box.width + box.gapX), y: box.margin + row * (box.height + box.gapY) };
}

function Call({ edge, from, to, most, isFaint, isNamed }: { edge: DependencyEdge; from: Corner | undefined; to: Corner | undefined; most: number; isFaint: boolean; isNamed: boolean }) {
  if (from === undefined || to === undefined) return null;
  const isForward = to.x > from.x;
  const start = { x: isForward ? from.x + box.width : from.x, y: from.y + box.height / 2 };
  const end = { x: isForward ? to.x - 2 : to.x + box.width + 2, y: to.y + box.height / 2 };
  const bend = Math.max(40, Math.abs(end.x - start.x) / 2) * (isForward ? 1 : -1);
  return (
    <g className={styles.call} data-faint={isFaint || undefined} data-failing={edge.error_rate >= 1 || undefined}>
      <path d={`M${start.x} ${start.y} C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`} strokeWidth={1 + 3 * Math.log1p(edge.volume) / Math.log1p(most)} markerEnd="url(#call)" />
      {isNamed && <text x={(start.x + end.x) / 2} y={(start.y + end.y) / 2 - 5}>{formatNumber(edge.volume)} · {formatMs(edge.avg_duration_ms)}{edge.errors > 0 && ` · ${formatPercent(edge.error_rate)} fail`}</text>}
    </g>
  );
}

interface BoxProps {
  name: string;
  at: Corner;
  service: ServiceLine | undefined;
  calls: readonly DependencyEdge[];
  isFaint: boolean;
  onChoose: (name: string | null) => void;
}

function Box({ name, at, service, calls, isFaint, onChoose }: BoxProps) {
  const navigate = useNavigate();
  const health = service === undefined ? null : healthOf({ requests: service.transactions, errorRate: service.errorRate, apdex: service.apdex });
  const facts = service === undefined || service.transactions === 0 ? 'No requests of its own' : `${formatNumber(service.throughput)}/min · ${formatMs(service.p95ResponseTime)} · ${formatPercent(service.errorRate)}`;
  const label = `${name}${health === null ? '' : `, ${health.label}`}. ${facts}. ${calls.length === 0 ? 'Calls nobody.' : `Calls ${calls.map(({ target }) => target).join(', ')}.`}`;
  const open = () => void navigate({ to: '/services/$serviceName', params: { serviceName: name } });
  return (
    <a href={`/services/${encodeURIComponent(name)}`} aria-label={label} className={styles.box} data-faint={isFaint || undefined} data-tone={health?.tone ?? 'neutral'}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open();
      }}
      onMouseEnter={() => onChoose(name)} onMouseLeave={() => onChoose(null)} onFocus={() => onChoose(name)} onBlur={() => onChoose(null)}>
      <rect x={at.x} y={at.y} width={box.width} height={box.height} rx="8" />
      <rect x={at.x} y={at.y} className={styles.edge} width="4" height={box.height} rx="2" />
      <text x={at.x + 14} y={at.y + 24} className={styles.name}>{shorten(name, 22)}</text>
      <text x={at.x + 14} y={at.y + 43} className={styles.facts}>{facts}</text>
    </a>
  );
}

function shorten(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
