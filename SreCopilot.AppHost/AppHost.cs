using SreCopilot.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
var publishing = builder.ExecutionContext.IsPublishMode;

// Data. Locally: an external server, a container or the embedded default (DataStores.cs).
// In the cluster: Redis is a StatefulSet and PostgreSQL an external server whose password comes from a Secret.
var redis = publishing
    ? builder.AddRedis("redis").WithPassword(null).WithImageTag("7-alpine").WithDataVolume("redis-data")
    : builder.AddLocalRedis("redis");
var database = publishing ? null : builder.AddLocalPostgres("srecopilot");

// Secrets. Generated once per developer and kept in user secrets; not part of the published model.
var secrets = publishing ? null : builder.AddDevelopmentSecrets();

IResourceBuilder<ProjectResource> AddService<TProject>(string name, int port) where TProject : IProjectMetadata, new()
{
    var service = builder.AddProject<TProject>(name, options => options.ExcludeLaunchProfile = true)
        .WithHttpEndpoint(port: publishing ? null : port, targetPort: publishing ? port : null, env: "SERVICE_PORT")
        .WithHttpHealthCheck("/health")
        .DisableForwardedHeaders()
        .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
        .WithReference(redis).WaitFor(redis)
        .WithUrlForEndpoint("http", url => url.DisplayText = $"{name} ({port})")
        .PublishAsDockerFile(container => container
            .WithDockerfile("..", "infra/kubernetes/docker/Dockerfile.service")
            .WithBuildArg("SERVICE_NAME", name)
            .WithBuildArg("SERVICE_PORT", port.ToString()));

    return database is not null && secrets is not null
        ? service
            .WithReference(database).WaitFor(database)
            .WithEnvironment("INTERNAL_SERVICE_KEY", secrets.InternalServiceKey)
            // The tools that a developer connects, such as a Prometheus, run on the same machine.
            .WithEnvironment("OutboundHttp__AllowedNetworks", "127.0.0.0/8,::1/128")
        : service
            .WithEnvironment("POSTGRES_HOST", builder.Configuration["Postgres:Host"] ?? "10.8.14.150")
            .WithEnvironment("POSTGRES_PORT", builder.Configuration["Postgres:Port"] ?? "5490")
            .WithEnvironment("POSTGRES_DB", builder.Configuration["Postgres:Database"] ?? "srecopilot");
}

// Services
var audit = AddService<Projects.audit_service>("audit-service", 8508);
var auth = AddService<Projects.auth_service>("auth-service", 8501)
    .WithAccessTokenKey(secrets)
    .WithEncryptionKey(secrets)
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var ai = AddService<Projects.ai_service>("ai-service", 8503)
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var incidents = AddService<Projects.incident_service>("incident-service", 8502)
    .WithEnvironment("AUTH_SERVICE_URL", auth.GetEndpoint("http"))
    .WithEnvironment("AI_SERVICE_URL", ai.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var integrations = AddService<Projects.integration_service>("integration-service", 8504)
    .WithEnvironment("AUTH_SERVICE_URL", auth.GetEndpoint("http"))
    .WithEnvironment("INCIDENT_SERVICE_URL", incidents.GetEndpoint("http"));
var websocket = AddService<Projects.websocket_service>("websocket-service", 8505)
    .WithAccessTokenKey(secrets)
    .WithEnvironment("AUTH_SERVICE_URL", auth.GetEndpoint("http")).WaitFor(auth);
var metrics = AddService<Projects.metrics_collector_service>("metrics-collector-service", 8509)
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var logs = AddService<Projects.log_service>("log-service", 8510)
    .WithEnvironment("AUTH_SERVICE_URL", auth.GetEndpoint("http"))
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var alerting = AddService<Projects.alerting_service>("alerting-service", 8511)
    .WithEncryptionKey(secrets)
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("LOG_SERVICE_URL", logs.GetEndpoint("http"))
    .WithEnvironment("INCIDENT_SERVICE_URL", incidents.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var synthetic = AddService<Projects.synthetic_service>("synthetic-service", 8512)
    .WithEncryptionKey(secrets)
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var security = AddService<Projects.security_service>("security-service", 8513)
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var cloud = AddService<Projects.cloud_connector_service>("cloud-connector-service", 8514)
    .WithEncryptionKey(secrets)
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));
var cicd = AddService<Projects.cicd_connector_service>("cicd-connector-service", 8515)
    .WithEncryptionKey(secrets)
    .WithEnvironment("INCIDENT_SERVICE_URL", incidents.GetEndpoint("http"))
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"));

// Incidents ask for hypotheses, and these ask everybody for evidence.
ai.WithEnvironment("INCIDENT_SERVICE_URL", incidents.GetEndpoint("http"))
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("LOG_SERVICE_URL", logs.GetEndpoint("http"))
    .WithEnvironment("INTEGRATION_SERVICE_URL", integrations.GetEndpoint("http"))
    .WithEnvironment("ALERTING_SERVICE_URL", alerting.GetEndpoint("http"))
    .WithLanguageModel();

var api = AddService<Projects.api_gateway>("api-gateway", 8500)
    .WithAccessTokenKey(secrets)
    .WithEncryptionKey(secrets)
    .WithEnvironment("AUTH_SERVICE_URL", auth.GetEndpoint("http")).WaitFor(auth)
    .WithEnvironment("INCIDENT_SERVICE_URL", incidents.GetEndpoint("http"))
    .WithEnvironment("AI_SERVICE_URL", ai.GetEndpoint("http"))
    .WithEnvironment("INTEGRATION_SERVICE_URL", integrations.GetEndpoint("http"))
    .WithEnvironment("WEBSOCKET_SERVICE_URL", websocket.GetEndpoint("http"))
    .WithEnvironment("AUDIT_SERVICE_URL", audit.GetEndpoint("http"))
    .WithEnvironment("METRICS_COLLECTOR_URL", metrics.GetEndpoint("http"))
    .WithEnvironment("LOG_SERVICE_URL", logs.GetEndpoint("http"))
    .WithEnvironment("ALERTING_SERVICE_URL", alerting.GetEndpoint("http"))
    .WithEnvironment("SYNTHETIC_SERVICE_URL", synthetic.GetEndpoint("http"))
    .WithEnvironment("SECURITY_SERVICE_URL", security.GetEndpoint("http"))
    .WithEnvironment("CLOUD_CONNECTOR_URL", cloud.GetEndpoint("http"))
    .WithEnvironment("CICD_CONNECTOR_URL", cicd.GetEndpoint("http"));

// The single entry point: the SPA, /api and /ws on one port, the same as in the cluster; OTLP over gRPC, which is HTTP/2 only, on another.
var frontend = builder.AddProject<Projects.SreCopilot_Gateway>("frontend", options => options.ExcludeLaunchProfile = true)
    .WithHttpEndpoint(port: publishing ? null : 30000, targetPort: publishing ? 8080 : null)
    .WithHttpEndpoint(name: "otlp-grpc", port: publishing ? null : 4317, targetPort: publishing ? 4317 : null, env: "OTLP_GRPC_PORT")
    .WithEndpoint("otlp-grpc", endpoint => endpoint.Transport = "http2")
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .DisableForwardedHeaders()
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.None)
    .WithEnvironment("API_GATEWAY_URL", api.GetEndpoint("http")).WaitFor(api)
    .WithEnvironment("WEBSOCKET_SERVICE_URL", websocket.GetEndpoint("http")).WaitFor(websocket)
    .WithUrlForEndpoint("http", url => url.DisplayText = "SRE Copilot")
    .PublishAsDockerFile(container => container.WithDockerfile("..", "infra/kubernetes/docker/Dockerfile.frontend"));

// One switch: SelfMonitoring:ApiKey sends the platform's own telemetry into that key's project.
builder.MonitorItself(api);
builder.AddDemoShop(frontend);
builder.AnnounceWhenHealthy(frontend);

builder.Build().Run();
