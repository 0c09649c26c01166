// The wire types that the pages use. They come from the services' OpenAPI documents (npm run types); only what those leave
// open is said here.
import type { ChannelResponse } from './schema/alerting-service';
import type * as auth from './schema/auth-service';
import type * as incidents from './schema/incident-service';
import type { ErrorGroup, ErrorGroupDetail } from './schema/metrics-collector-service';
import type { LogLine as WireLogLine, LogPage as WireLogPage } from './schema/log-service';

export type {
  ApiKey, CreateApiKeyRequest, CreatedIntegration, Integration, RotatedSecret, LoginRequest, Member, Membership as Project, MeResponse as Me, Project as ProjectDetails, RegisterRequest, SignedInResponse as SignedIn,
  SignedInUser as User, User as TenantUser,
} from './schema/auth-service';
export type { Alert, DeliveryPage } from './schema/integration-service';
export type { Activity, AiUsageResponse as AiUsage, Hypothesis, StatisticsResponse as IncidentStatistics, Step, TimelineResponse as IncidentTimeline, WorkflowResponse as Workflow } from './schema/incident-service';

export type { ContextAnswer as LogContext, HistogramAnswer as LogHistogram, PatternItem as LogPattern } from './schema/log-service';
export type {
  Dashboard as WireDashboard, DependencyEdge, DependencyMapResponse as DependencyMap, Deployment, EndpointFigures, ErrorGroup, ErrorOccurrence, HostDetail, HostPoint, HostSample, HostSummary, MetricLabel, MetricName, MetricValues, ServiceFigures, ServiceLine, ServicePoint, Slo,
  StoredSpan as Span, StoredTransaction as Transaction, Trace, TraceSummary, TransactionPage,
} from './schema/metrics-collector-service';

export type { EntryBody as AuditEntry, EntryPage as AuditPage } from './schema/audit-service';
export type { AlertResponse as FiredAlert, ConditionResponse as Condition, MutingRule as WireMutingRule, NotificationResponse as Delivery, Policy, PreviewResponse as Preview } from './schema/alerting-service';
export type { Analysis, Citation, CostSummaryResponse as AiCosts, FeedbackResponse as Feedback, StoredHypothesis, TokenUsageResponse as TokenUsage, VerdictItem as Verdict } from './schema/ai-service';
export type { Change as VulnerabilityChange, OverviewResponse as SecurityOverview, Scan, ScanAnswer, ScanPage, TrendsResponse as SecurityTrends, Vulnerability } from './schema/security-service';
export type { ChangePage as CloudChangePage, FoundChange as CloudChange, Resource as CloudResource, ResourcePage as CloudResourcePage } from './schema/cloud-connector-service';
export type { HookView as DeploymentHook, RotatedSecret as RotatedWebhook } from './schema/cicd-connector-service';
export type { BrowserFigures, SignalRetention, VitalFigures } from './schema/metrics-collector-service';
export type { CheckResult, MonitorResponse as Monitor, ResultPage as CheckPage, SlaResponse as MonitorSla } from './schema/synthetic-service';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** The document says that attributes are any JSON; the service keeps objects only. */
export type LogLine = Omit<WireLogLine, 'attributes' | 'level'> & { attributes: Record<string, unknown>; level: LogLevel };
/** A group with what happened last; the document calls the fields of the group optional here. */
export type ErrorDetail = ErrorGroup & Pick<ErrorGroupDetail, 'notes' | 'stack_trace' | 'occurrences'>;

export type LogPage = Omit<WireLogPage, 'items'> & { items: LogLine[] };

/** The document leaves the free-form configuration open. */
export type Channel = Omit<ChannelResponse, 'config'> & { config: Record<string, unknown> };

export type State = 'detected' | 'acknowledged' | 'investigating' | 'mitigated' | 'resolved' | 'learned' | 'closed';
export type Severity = 'critical' | 'high' | 'medium' | 'low';

export type Incident = Omit<incidents.Incident, 'state' | 'severity'> & { state: State; severity: Severity };

export type IncidentPage = Omit<incidents.IncidentPage, 'items'> & { items: Incident[] };

export type NewIncident = Pick<Incident, 'title' | 'service_name' | 'severity' | 'description'>;

export type Ticket = auth.WebSocketTicketResponse;

export type ServiceState = 'healthy' | 'unhealthy' | 'unreachable';

export interface ServiceHealth {
  name: string;
  status: ServiceState;
  /** How long the answer took, or until none was waited for any more. */
  response_time_ms: number;
  detail: string | null;
}

/** `GET /api/v1/status` */
export interface PlatformStatus {
  status: 'healthy' | 'degraded';
  checked_at: string;
  services: ServiceHealth[];
}
