using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.Identity;
using static SreCopilot.ApiGateway.Backend;
using static SreCopilot.ApiGateway.Callers.Access;
using static SreCopilot.ApiGateway.Proxying.Injects;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>
/// Everything the gateway forwards, one line each: who may call, and what is written over the client's values. What is not
/// listed here does not exist: 404, or 405 for another method. Every forwarded request carries the internal token of its
/// caller; client credentials never leave the gateway, except the refresh cookie where a line says so. Roles are those in
/// the token's project; the service behind a line decides again. A line whose service does not have the endpoint yet
/// answers that service's 404.
/// </summary>
internal static class RouteTable
{
    public static readonly IReadOnlyList<ProxyRoute> All =
    [
        // Accounts and sessions
        new("POST",   "/api/v1/auth/register",        Auth, "/register",        Anyone) { Cookies = Cookies.Set, Budget = Budget.Login },
        new("POST",   "/api/v1/auth/login",           Auth, "/login",           Anyone) { Cookies = Cookies.Set, Budget = Budget.Login },
        new("POST",   "/api/v1/auth/logout",          Auth, "/logout",          Anyone) { Cookies = Cookies.Set | Cookies.Refresh },
        new("POST",   "/api/v1/auth/refresh",         Auth, "/refresh",         RefreshCookie) { Cookies = Cookies.Set | Cookies.Refresh },
        new("GET",    "/api/v1/auth/me",              Auth, "/me",              User),
        new("PATCH",  "/api/v1/auth/profile",         Auth, "/profile",         User),
        new("POST",   "/api/v1/auth/change-password", Auth, "/change-password", User) { Cookies = Cookies.Set, Budget = Budget.Login },
        new("POST",   "/api/v1/auth/switch-project",  Auth, "/switch-project",  User) { Cookies = Cookies.Set },
        new("GET",    "/api/v1/auth/ws-token",        Auth, "/ws-token",        User),

        // Users of the tenant, projects, members, API keys: the roles that count here are known to auth-service alone
        new("GET",    "/api/v1/users",                                     Auth, "/users",                                     User),
        new("POST",   "/api/v1/users",                                     Auth, "/users",                                     User),
        new("PATCH",  "/api/v1/users/{user_id}",                           Auth, "/users/{user_id}",                           User),
        new("GET",    "/api/v1/projects",                                  Auth, "/projects",                                  User),
        new("POST",   "/api/v1/projects",                                  Auth, "/projects",                                  User),
        new("GET",    "/api/v1/projects/{project_id}",                     Auth, "/projects/{project_id}",                     User),
        new("PATCH",  "/api/v1/projects/{project_id}",                     Auth, "/projects/{project_id}",                     User),
        new("DELETE", "/api/v1/projects/{project_id}",                     Auth, "/projects/{project_id}",                     User),
        new("GET",    "/api/v1/projects/{project_id}/members",             Auth, "/projects/{project_id}/members",             User),
        new("POST",   "/api/v1/projects/{project_id}/members",             Auth, "/projects/{project_id}/members",             User),
        new("PATCH",  "/api/v1/projects/{project_id}/members/{user_id}",   Auth, "/projects/{project_id}/members/{user_id}",   User),
        new("DELETE", "/api/v1/projects/{project_id}/members/{user_id}",   Auth, "/projects/{project_id}/members/{user_id}",   User),
        new("GET",    "/api/v1/projects/{project_id}/api-keys",            Auth, "/projects/{project_id}/api-keys",            User),
        new("POST",   "/api/v1/projects/{project_id}/api-keys",            Auth, "/projects/{project_id}/api-keys",            User),
        new("PATCH",  "/api/v1/projects/{project_id}/api-keys/{key_id}",   Auth, "/projects/{project_id}/api-keys/{key_id}",   User),
        new("DELETE", "/api/v1/projects/{project_id}/api-keys/{key_id}",   Auth, "/projects/{project_id}/api-keys/{key_id}",   User),

        // Monitoring integrations of a project
        new("GET",    "/api/v1/projects/{project_id}/monitoring/integrations",                       Auth, "/projects/{project_id}/monitoring/integrations",                       User),
        new("POST",   "/api/v1/projects/{project_id}/monitoring/integrations",                       Auth, "/projects/{project_id}/monitoring/integrations",                       User),
        new("POST",   "/api/v1/projects/{project_id}/monitoring/integrations/test-connection",       Auth, "/projects/{project_id}/monitoring/integrations/test-connection",       User),
        new("GET",    "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}",      Auth, "/projects/{project_id}/monitoring/integrations/{integration_id}",      User),
        new("PATCH",  "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}",      Auth, "/projects/{project_id}/monitoring/integrations/{integration_id}",      User),
        new("DELETE", "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}",      Auth, "/projects/{project_id}/monitoring/integrations/{integration_id}",      User),
        new("POST",   "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}/test", Auth, "/projects/{project_id}/monitoring/integrations/{integration_id}/test", User),
        new("POST",   "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}/rotate-webhook-secret", Auth, "/projects/{project_id}/monitoring/integrations/{integration_id}/rotate-webhook-secret", User),
        new("GET",    "/api/v1/projects/{project_id}/monitoring/integrations/{integration_id}/deliveries", Integrations, "/projects/{project_id}/monitoring/integrations/{integration_id}/deliveries", User),
        new("GET",    "/api/v1/projects/{project_id}/monitoring/alerts",                             Integrations, "/projects/{project_id}/monitoring/alerts",                     User),

        // Incidents
        new("GET",    "/api/v1/incidents",                          Incidents, "/incidents",                          Viewer,   Query),
        new("POST",   "/api/v1/incidents",                          Incidents, "/incidents",                          Engineer, Body),
        new("GET",    "/api/v1/incidents-stats",                    Incidents, "/incidents-stats",                    Viewer,   Query),
        new("GET",    "/api/v1/incidents-timeline",                 Incidents, "/incidents-timeline",                 Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}",            Incidents, "/incidents/{incident_id}",            Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}/hypotheses", Incidents, "/incidents/{incident_id}/hypotheses", Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}/activities", Incidents, "/incidents/{incident_id}/activities", Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}/workflow",   Incidents, "/incidents/{incident_id}/workflow",   Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}/metrics",    Incidents, "/incidents/{incident_id}/metrics",    Viewer,   Query),
        new("PATCH",  "/api/v1/incidents/{incident_id}/state",      Incidents, "/incidents/{incident_id}/state",      Engineer, Body),
        new("PATCH",  "/api/v1/incidents/{incident_id}/severity",   Incidents, "/incidents/{incident_id}/severity",   Engineer, Body),
        new("PATCH",  "/api/v1/incidents/{incident_id}/assignee",   Incidents, "/incidents/{incident_id}/assignee",   Engineer, Body),
        new("POST",   "/api/v1/incidents/{incident_id}/comments",   Incidents, "/incidents/{incident_id}/comments",   Engineer, Body),

        // The organisation's audit log: audit-service lets in its administrators alone, whatever they are in the project
        new("GET",    "/api/v1/audit-logs",                                                AuditLogs, "/audit-logs",                                                User),
        new("GET",    "/api/v1/audit-logs/stats",                                          AuditLogs, "/audit-logs/stats",                                          User),
        new("GET",    "/api/v1/audit-logs/export",                                         AuditLogs, "/audit-logs/export",                                         User),
        new("GET",    "/api/v1/audit-logs/retention",                                      AuditLogs, "/audit-logs/retention",                                      User),
        new("PUT",    "/api/v1/audit-logs/retention",                                      AuditLogs, "/audit-logs/retention",                                      User),
        new("DELETE", "/api/v1/audit-logs/cleanup",                                        AuditLogs, "/audit-logs/cleanup",                                        User),
        new("GET",    "/api/v1/audit-logs/user/{user_id}/activity",                        AuditLogs, "/audit-logs/user/{user_id}/activity",                        User),
        new("GET",    "/api/v1/audit-logs/resource/{resource_type}/{resource_id}/history", AuditLogs, "/audit-logs/resource/{resource_type}/{resource_id}/history", User),
        new("GET",    "/api/v1/audit-logs/{log_id}",                                       AuditLogs, "/audit-logs/{log_id}",                                       User),
        new("GET",    "/api/v1/audit/verify",                                              AuditLogs, "/audit/verify",                                              User),

        // AI
        new("GET",    "/api/v1/analytics/token-usage",                    Ai, "/analytics/token-usage",                    Viewer,   Query),
        new("GET",    "/api/v1/analytics/cost-summary",                   Ai, "/analytics/cost-summary",                   Viewer,   Query),
        new("GET",    "/api/v1/analytics/incident-metrics/{incident_id}", Ai, "/analytics/incident-metrics/{incident_id}", Viewer,   Query),
        new("GET",    "/api/v1/anomaly/active",                           Ai, "/anomaly/active",                           Viewer,   Query),
        new("POST",   "/api/v1/anomaly/detect",                           Ai, "/anomaly/detect",                           Engineer, Body) { Budget = Budget.Ai },
        new("GET",    "/api/v1/correlation/groups",                       Ai, "/correlation/groups",                       Viewer,   Query),
        new("POST",   "/api/v1/correlation/analyze",                      Ai, "/correlation/analyze",                      Engineer, Body) { Budget = Budget.Ai },
        new("GET",    "/api/v1/dashboard-analyses",                       Ai, "/dashboard-analyses",                       Viewer,   Query),
        new("GET",    "/api/v1/incidents/{incident_id}/analysis",         Ai, "/incidents/{incident_id}/analysis",         Viewer,   Query),
        new("POST",   "/api/v1/incidents/{incident_id}/analysis",         Ai, "/incidents/{incident_id}/analysis",         Engineer, Query) { Budget = Budget.Ai },
        new("POST",   "/api/v1/incidents/{incident_id}/hypotheses/{hypothesis_id}/feedback", Ai, "/incidents/{incident_id}/hypotheses/{hypothesis_id}/feedback", Engineer, Body),
        new("GET",    "/api/v1/hypotheses/feedback",                      Ai, "/feedback",                                 Viewer,   Query),
        new("DELETE", "/api/v1/hypotheses/feedback",                      Ai, "/feedback",                                 Admin,    Query),
        // Assistants: the Model Context Protocol, which the entry point offers as /mcp, too
        new("POST",   "/api/v1/mcp",                                      Ai, "/mcp",                                      Key(ApiKeyScopes.Mcp)) { BodyLimit = BodyLimits.Default },

        // Services, traces, errors, hosts
        new("GET",    "/api/v1/services/registry",                                     Metrics, "/services/registry",                                     Viewer,   Query),
        new("GET",    "/api/v1/metrics/services",                                      Metrics, "/metrics/services",                                      Viewer,   Query),
        new("GET",    "/api/v1/metrics/services-overview",                             Metrics, "/metrics/services-overview",                             Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/overview",              Metrics, "/metrics/services/{service_name}/overview",              Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/endpoints",             Metrics, "/metrics/services/{service_name}/endpoints",             Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/series",                Metrics, "/metrics/services/{service_name}/series",                Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/transactions",          Metrics, "/metrics/services/{service_name}/transactions",          Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/slow-transactions",     Metrics, "/metrics/services/{service_name}/slow-transactions",     Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/database-queries",      Metrics, "/metrics/services/{service_name}/database-queries",      Viewer,   Query),
        new("GET",    "/api/v1/metrics/services/{service_name}/external-services",     Metrics, "/metrics/services/{service_name}/external-services",     Viewer,   Query),
        new("GET",    "/api/v1/metrics/names",                                         Metrics, "/metrics/names",                                         Viewer,   Query),
        new("GET",    "/api/v1/metrics/labels",                                        Metrics, "/metrics/labels",                                        Viewer,   Query),
        new("GET",    "/api/v1/metrics/label-values",                                  Metrics, "/metrics/label-values",                                  Viewer,   Query),
        new("GET",    "/api/v1/metrics/query",                                         Metrics, "/metrics/query",                                         Viewer,   Query),
        new("GET",    "/api/v1/metrics/retention",                                     Metrics, "/retention",                                             Viewer,   Query),
        new("PUT",    "/api/v1/metrics/retention",                                     Metrics, "/retention",                                             Admin,    Body),
        new("GET",    "/api/v1/traces",                                                Metrics, "/traces",                                                Viewer,   Query),
        new("GET",    "/api/v1/traces/services/dependency-map",                        Metrics, "/traces/services/dependency-map",                        Viewer,   Query),
        new("GET",    "/api/v1/traces/{trace_id}",                                     Metrics, "/traces/{trace_id}",                                     Viewer,   Query),
        new("GET",    "/api/v1/errors/groups",                                         Metrics, "/errors/groups",                                         Viewer,   Query),
        new("GET",    "/api/v1/errors/groups/{fingerprint}",                           Metrics, "/errors/groups/{fingerprint}",                           Viewer,   Query),
        new("GET",    "/api/v1/errors/groups/{fingerprint}/occurrences",               Metrics, "/errors/groups/{fingerprint}/occurrences",               Viewer,   Query),
        new("PATCH",  "/api/v1/errors/groups/{fingerprint}/triage",                    Metrics, "/errors/groups/{fingerprint}/triage",                    Engineer, Body),
        new("GET",    "/api/v1/infrastructure/hosts",                                  Metrics, "/infrastructure/hosts",                                  Viewer,   Query),
        new("GET",    "/api/v1/infrastructure/hosts/{hostname}",                       Metrics, "/infrastructure/hosts/{hostname}",                       Viewer,   Query),
        new("GET",    "/api/v1/infrastructure/hosts/{hostname}/series",                Metrics, "/infrastructure/hosts/{hostname}/series",                Viewer,   Query),
        new("GET",    "/api/v1/infrastructure/hosts/{hostname}/processes",             Metrics, "/infrastructure/hosts/{hostname}/processes",             Viewer,   Query),
        new("GET",    "/api/v1/infrastructure/hosts/{hostname}/containers",            Metrics, "/infrastructure/hosts/{hostname}/containers",            Viewer,   Query),
        new("GET",    "/api/v1/browser/overview",                                      Metrics, "/browser/overview",                                      Viewer,   Query),
        new("GET",    "/api/v1/browser/page-loads",                                    Metrics, "/browser/page-loads",                                    Viewer,   Query),
        new("GET",    "/api/v1/browser/errors",                                        Metrics, "/browser/errors",                                        Viewer,   Query),
        new("GET",    "/api/v1/browser/ajax",                                          Metrics, "/browser/ajax",                                          Viewer,   Query),

        // Deployments, SLOs, dashboards
        new("GET",    "/api/v1/deployments",                 Metrics, "/deployments",                 Viewer,   Query),
        new("POST",   "/api/v1/deployments",                 Metrics, "/deployments",                 Engineer, Body),
        new("GET",    "/api/v1/deployments/{deployment_id}", Metrics, "/deployments/{deployment_id}", Viewer,   Query),
        new("GET",    "/api/v1/slos",                        Metrics, "/slos",                        Viewer,   Query),
        new("POST",   "/api/v1/slos",                        Metrics, "/slos",                        Engineer, Body),
        new("GET",    "/api/v1/slos/{slo_id}",               Metrics, "/slos/{slo_id}",               Viewer,   Query),
        new("PUT",    "/api/v1/slos/{slo_id}",               Metrics, "/slos/{slo_id}",               Engineer, Body),
        new("DELETE", "/api/v1/slos/{slo_id}",               Metrics, "/slos/{slo_id}",               Engineer, Query),
        new("GET",    "/api/v1/dashboards",                  Metrics, "/dashboards",                  Viewer,   Query),
        new("POST",   "/api/v1/dashboards",                  Metrics, "/dashboards",                  Engineer, Body),
        new("GET",    "/api/v1/dashboards/{dashboard_id}",   Metrics, "/dashboards/{dashboard_id}",   Viewer,   Query),
        new("PUT",    "/api/v1/dashboards/{dashboard_id}",   Metrics, "/dashboards/{dashboard_id}",   Engineer, Body),
        new("DELETE", "/api/v1/dashboards/{dashboard_id}",   Metrics, "/dashboards/{dashboard_id}",   Engineer, Query),

        // Logs
        new("GET",    "/api/v1/logs/search",    Logs, "/logs/search",    Viewer, Query),
        new("GET",    "/api/v1/logs/context",   Logs, "/logs/context",   Viewer, Query),
        new("GET",    "/api/v1/logs/tail",      Logs, "/logs/tail",      Viewer, Query) { Upgrades = true },
        new("GET",    "/api/v1/logs/services",  Logs, "/logs/services",  Viewer, Query),
        new("GET",    "/api/v1/logs/stats",     Logs, "/logs/stats",     Viewer, Query),
        new("GET",    "/api/v1/logs/histogram", Logs, "/logs/histogram", Viewer, Query),
        new("GET",    "/api/v1/logs/patterns",  Logs, "/logs/patterns",  Viewer, Query),
        new("GET",    "/api/v1/logs/retention", Logs, "/retention",      Viewer, Query),
        new("PUT",    "/api/v1/logs/retention", Logs, "/retention",      Admin,  Body),

        // Alerting
        new("GET",    "/api/v1/alerts/conditions",                             Alerting, "/conditions",                             Viewer,   Query),
        new("POST",   "/api/v1/alerts/conditions",                             Alerting, "/conditions",                             Engineer, Body),
        new("POST",   "/api/v1/alerts/conditions/preview",                     Alerting, "/conditions/preview",                     Engineer, Body),
        new("GET",    "/api/v1/alerts/conditions/{condition_id}",              Alerting, "/conditions/{condition_id}",              Viewer,   Query),
        new("PUT",    "/api/v1/alerts/conditions/{condition_id}",              Alerting, "/conditions/{condition_id}",              Engineer, Body),
        new("DELETE", "/api/v1/alerts/conditions/{condition_id}",              Alerting, "/conditions/{condition_id}",              Engineer, Query),
        new("GET",    "/api/v1/alerts/policies",                               Alerting, "/policies",                               Viewer,   Query),
        new("POST",   "/api/v1/alerts/policies",                               Alerting, "/policies",                               Engineer, Body),
        new("GET",    "/api/v1/alerts/policies/{policy_id}",                   Alerting, "/policies/{policy_id}",                   Viewer,   Query),
        new("PUT",    "/api/v1/alerts/policies/{policy_id}",                   Alerting, "/policies/{policy_id}",                   Engineer, Body),
        new("DELETE", "/api/v1/alerts/policies/{policy_id}",                   Alerting, "/policies/{policy_id}",                   Engineer, Query),
        new("GET",    "/api/v1/alerts/channels",                               Alerting, "/channels",                               Viewer,   Query),
        new("POST",   "/api/v1/alerts/channels",                               Alerting, "/channels",                               Engineer, Body),
        new("GET",    "/api/v1/alerts/channels/{channel_id}",                  Alerting, "/channels/{channel_id}",                  Viewer,   Query),
        new("PUT",    "/api/v1/alerts/channels/{channel_id}",                  Alerting, "/channels/{channel_id}",                  Engineer, Body),
        new("DELETE", "/api/v1/alerts/channels/{channel_id}",                  Alerting, "/channels/{channel_id}",                  Engineer, Query),
        new("POST",   "/api/v1/alerts/channels/{channel_id}/test",             Alerting, "/channels/{channel_id}/test",             Engineer, Query),
        new("GET",    "/api/v1/alerts/muting-rules",                           Alerting, "/muting-rules",                           Viewer,   Query),
        new("POST",   "/api/v1/alerts/muting-rules",                           Alerting, "/muting-rules",                           Engineer, Body),
        new("GET",    "/api/v1/alerts/muting-rules/{rule_id}",                 Alerting, "/muting-rules/{rule_id}",                 Viewer,   Query),
        new("PUT",    "/api/v1/alerts/muting-rules/{rule_id}",                 Alerting, "/muting-rules/{rule_id}",                 Engineer, Body),
        new("DELETE", "/api/v1/alerts/muting-rules/{rule_id}",                 Alerting, "/muting-rules/{rule_id}",                 Engineer, Query),
        new("GET",    "/api/v1/alerts/active-alerts",                          Alerting, "/active-alerts",                          Viewer,   Query),
        new("GET",    "/api/v1/alerts/history",                                Alerting, "/alerts",                                 Viewer,   Query),
        new("POST",   "/api/v1/alerts/active-alerts/{alert_id}/acknowledge",   Alerting, "/alerts/{alert_id}/acknowledge",          Engineer, Query),
        new("GET",    "/api/v1/alerts/notifications",                          Alerting, "/notifications",                          Viewer,   Query),
        new("POST",   "/api/v1/alerts/notifications/{notification_id}/replay", Alerting, "/notifications/{notification_id}/replay", Engineer, Query),

        // Synthetic monitors and vulnerabilities
        new("GET",    "/api/v1/synthetics/monitors",                      Synthetic, "/monitors",                  Viewer,   Query),
        new("POST",   "/api/v1/synthetics/monitors",                      Synthetic, "/monitors",                  Engineer, Body),
        new("GET",    "/api/v1/synthetics/monitors/{monitor_id}",         Synthetic, "/monitors/{monitor_id}",     Viewer,   Query),
        new("PUT",    "/api/v1/synthetics/monitors/{monitor_id}",         Synthetic, "/monitors/{monitor_id}",     Engineer, Body),
        new("DELETE", "/api/v1/synthetics/monitors/{monitor_id}",         Synthetic, "/monitors/{monitor_id}",     Engineer, Query),
        new("POST",   "/api/v1/synthetics/monitors/{monitor_id}/run",     Synthetic, "/monitors/{monitor_id}/run", Engineer, Query),
        new("GET",    "/api/v1/synthetics/monitors/{monitor_id}/results", Synthetic, "/monitors/{monitor_id}/results", Viewer, Query),
        new("GET",    "/api/v1/synthetics/monitors/{monitor_id}/sla",     Synthetic, "/monitors/{monitor_id}/sla", Viewer,   Query),
        new("GET",    "/api/v1/synthetics/sla",                           Synthetic, "/sla",                       Viewer,   Query),
        new("GET",    "/api/v1/security/vulnerabilities",                 Security,  "/vulnerabilities",           Viewer,   Query),
        new("GET",    "/api/v1/security/vulnerabilities/overview",        Security,  "/vulnerabilities/overview",  Viewer,   Query),
        new("GET",    "/api/v1/security/vulnerabilities/trends",          Security,  "/vulnerabilities/trends",    Viewer,   Query),
        new("POST",   "/api/v1/security/vulnerabilities/ingest",          Security,  "/vulnerabilities/ingest",    Engineer, Query) { BodyLimit = BodyLimits.Ingest },
        new("GET",    "/api/v1/security/vulnerabilities/{vuln_id}",       Security,  "/vulnerabilities/{vuln_id}", Viewer,   Query),
        new("PATCH",  "/api/v1/security/vulnerabilities/{vuln_id}",       Security,  "/vulnerabilities/{vuln_id}", Engineer, Body),
        new("GET",    "/api/v1/security/vulnerabilities/{vuln_id}/changes", Security, "/vulnerabilities/{vuln_id}/changes", Viewer, Query),
        new("GET",    "/api/v1/security/vulnerabilities/services/{service_name}/dependencies", Security, "/vulnerabilities/services/{service_name}/dependencies", Viewer, Query),
        new("GET",    "/api/v1/security/scans",                           Security,  "/scans",                     Viewer,   Query),

        // Connections to clouds
        new("GET",    "/api/v1/connections",                 Cloud, "/connections",                 Viewer, Query),
        new("POST",   "/api/v1/connections",                 Cloud, "/connections",                 Admin,  Body),
        new("POST",   "/api/v1/connections/test",            Cloud, "/connections/test",            Admin,  Body),
        new("GET",    "/api/v1/connections/{connection_id}", Cloud, "/connections/{connection_id}", Viewer, Query),
        new("PATCH",  "/api/v1/connections/{connection_id}", Cloud, "/connections/{connection_id}", Admin,  Body),
        new("DELETE", "/api/v1/connections/{connection_id}", Cloud, "/connections/{connection_id}", Admin,  Query),
        new("POST",   "/api/v1/connections/{connection_id}/sync", Cloud, "/connections/{connection_id}/sync", Admin, Query),
        new("GET",    "/api/v1/cloud/resources",             Cloud, "/resources",                   Viewer, Query),
        new("GET",    "/api/v1/cloud/changes",               Cloud, "/changes",                     Viewer, Query),

        // Connections to CI/CD systems
        new("GET",    "/api/v1/cicd/connections",                           Cicd, "/connections",                           Viewer, Query),
        new("POST",   "/api/v1/cicd/connections",                           Cicd, "/connections",                           Admin,  Body),
        new("POST",   "/api/v1/cicd/connections/test",                      Cicd, "/connections/test",                      Admin,  Body),
        new("GET",    "/api/v1/cicd/connections/{connection_id}",           Cicd, "/connections/{connection_id}",           Viewer, Query),
        new("PATCH",  "/api/v1/cicd/connections/{connection_id}",           Cicd, "/connections/{connection_id}",           Admin,  Body),
        new("DELETE", "/api/v1/cicd/connections/{connection_id}",           Cicd, "/connections/{connection_id}",           Admin,  Query),
        new("GET",    "/api/v1/cicd/connections/{connection_id}/repositories", Cicd, "/connections/{connection_id}/repositories",     Viewer, Query),
        new("GET",    "/api/v1/cicd/connections/{connection_id}/pipelines", Cicd, "/connections/{connection_id}/pipelines", Viewer, Query),
        new("GET",    "/api/v1/cicd/connections/{connection_id}/runs",      Cicd, "/connections/{connection_id}/runs",      Viewer, Query),
        new("POST",   "/api/v1/cicd/connections/{connection_id}/sync",      Cicd, "/connections/{connection_id}/sync",      Admin,  Query),
        new("POST",   "/api/v1/cicd/connections/{connection_id}/webhook-secret", Cicd, "/connections/{connection_id}/webhook-secret", Admin, Body),
        new("GET",    "/api/v1/cicd/deployment-hook",                       Cicd, "/deployment-hook",                       Viewer, Query),
        new("POST",   "/api/v1/cicd/deployment-hook",                       Cicd, "/deployment-hook",                       Admin,  Body),
        new("DELETE", "/api/v1/cicd/deployment-hook",                       Cicd, "/deployment-hook",                       Admin,  Query),

        // Webhooks: raw bytes and a short list of headers
        new("POST",   "/api/v1/cicd/webhooks/{connection_id}/github",                 Cicd,         "/webhooks/{connection_id}/github",              Webhook),
        new("POST",   "/api/v1/cicd/webhooks/{connection_id}/gitlab",                 Cicd,         "/webhooks/{connection_id}/gitlab",              Webhook),
        new("POST",   "/api/v1/cicd/webhooks/{connection_id}/jenkins",                Cicd,         "/webhooks/{connection_id}/jenkins",             Webhook),
        new("POST",   "/api/v1/cicd/webhooks/{connection_id}/bitbucket",              Cicd,         "/webhooks/{connection_id}/bitbucket",           Webhook),
        new("POST",   "/api/v1/cicd/webhooks/{connection_id}/azure-devops",           Cicd,         "/webhooks/{connection_id}/azure-devops",        Webhook),
        new("POST",   "/api/v1/cicd/webhooks/generic/{project_id}",                   Cicd,         "/webhooks/generic/{project_id}",                Webhook),
        new("POST",   "/api/v1/webhooks/{integration_type}/{integration_id}",         Integrations, "/webhooks/{integration_type}/{integration_id}", Webhook) { BodyLimit = BodyLimits.Alerts, Budget = Budget.Webhook },
        new("POST",   "/api/v1/webhooks/{integration_type}/{integration_id}/api/v2/alerts", Integrations, "/webhooks/{integration_type}/{integration_id}/api/v2/alerts", Webhook) { BodyLimit = BodyLimits.Alerts, Budget = Budget.Webhook },
        new("POST",   "/api/v1/webhooks/{integration_type}",                          Integrations, "/webhooks/{integration_type}",                  Webhook) { BodyLimit = BodyLimits.Alerts },

        // Ingest: raw bytes; the project and tenant are those of the key, in the internal token
        new("POST",   "/api/v1/ingest/metrics",           Metrics,  "/metrics/ingest",         Key(ApiKeyScopes.Metrics)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/traces",            Metrics,  "/traces/ingest",          Key(ApiKeyScopes.Traces)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/errors",            Metrics,  "/errors/ingest",          Key(ApiKeyScopes.Errors)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/infrastructure",    Metrics,  "/infrastructure/ingest",  Key(ApiKeyScopes.Infrastructure)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/browser",           Metrics,  "/browser/ingest",         Key(ApiKeyScopes.Browser)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/logs",              Logs,     "/logs/ingest",            Key(ApiKeyScopes.Logs)) { BodyLimit = BodyLimits.Json },
        new("POST",   "/api/v1/ingest/vulnerabilities",   Security, "/vulnerabilities/ingest", Key(ApiKeyScopes.Vulnerabilities)),

        // OpenTelemetry (the entry point offers these as /v1/..., too) and Prometheus: raw bytes as well
        new("POST",   "/api/v1/otlp/v1/traces",           Metrics,  "/otlp/v1/traces",         Key(ApiKeyScopes.Traces)) { IsOtlp = true },
        new("POST",   "/api/v1/otlp/v1/metrics",          Metrics,  "/otlp/v1/metrics",        Key(ApiKeyScopes.Metrics)) { IsOtlp = true },
        new("POST",   "/api/v1/otlp/v1/logs",             Logs,     "/otlp/v1/logs",           Key(ApiKeyScopes.Logs)) { IsOtlp = true },
        new("POST",   "/api/v1/prom/write",               Metrics,  "/prom/write",             Key(ApiKeyScopes.Metrics)),
    ];
}
