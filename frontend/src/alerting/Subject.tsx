import { useQuery } from '@tanstack/react-query';
import type { Slo } from '../api/contract';
import { metricNamesQuery } from '../metrics/queries';
import { serviceNamesQuery } from '../traces/queries';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Select } from '../ui/Select';
import { signals } from './condition';
import type { Draft } from './draft';

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  slos: readonly Slo[];
  fields: Record<string, string>;
}

/** Which value is looked at; what can be chosen depends on the signal. */
export function Subject({ draft, onChange, slos, fields }: Props) {
  const { metrics, aggregations, hasService } = signals[draft.signal];
  const { data: services } = useQuery({ ...serviceNamesQuery, enabled: hasService });
  const { data: names } = useQuery({ ...metricNamesQuery(''), enabled: metrics === null });
  const isSummed = draft.signal !== 'slo' && (draft.signal !== 'trace' || draft.metric === 'latency');
  return (
    <>
      {draft.signal === 'slo' && (
        <Select label="Objective" value={draft.sloId} options={[['', slos.length === 0 ? 'There is none yet' : 'Choose one'], ...slos.map((slo) => [slo.slo_id, slo.name] as const)]} onChange={(sloId) => onChange({ sloId })} />
      )}
      <div className={form.pair}>
        {metrics === null ? (
          <>
            <Field label="Metric" name="metric_name" value={draft.metric} maxLength={200} list="condition-metrics" error={fields.metric_name} onChange={(metric) => onChange({ metric })} />
            <datalist id="condition-metrics">{(names ?? []).map(({ name }) => <option key={name} value={name} />)}</datalist>
          </>
        ) : metrics.length > 1 && <Select label="Value" value={draft.metric} options={metrics} onChange={(metric) => onChange({ metric })} />}
        {isSummed && <Select label="Summed up as" value={draft.aggregation} options={aggregations.map((name) => [name, name] as const)} onChange={(aggregation) => onChange({ aggregation })} />}
      </div>
      {hasService && (
        <>
          <Field label="Service" name="service_name" value={draft.service} maxLength={200} list="condition-services" hint="* for all services." error={fields.service_name} onChange={(service) => onChange({ service })} />
          <datalist id="condition-services"><option value="*" />{(services ?? []).map((name) => <option key={name} value={name} />)}</datalist>
        </>
      )}
      {draft.signal === 'log' && <Field label="Only lines with (optional)" name="query" value={draft.query} maxLength={2000} hint="In the search language of the logs, for example level:error &quot;timed out&quot;." error={fields.query} onChange={(query) => onChange({ query })} />}
    </>
  );
}
