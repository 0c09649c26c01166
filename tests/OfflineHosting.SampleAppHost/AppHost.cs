// Two services, one of which knows a secret. Tests run this program as people run an AppHost, and inside their own process.
var builder = DistributedApplication.CreateBuilder(args);

var key = builder.AddParameter("key", secret: true);

var backend = builder.AddProject<Projects.OfflineHosting_SampleService>("backend", options => options.ExcludeLaunchProfile = true)
    .WithHttpEndpoint(env: "SERVICE_PORT")
    .WithHttpHealthCheck("/health")
    .WithEnvironment("KEY", key);

builder.AddProject<Projects.OfflineHosting_SampleService>("frontend", options => options.ExcludeLaunchProfile = true)
    .WithHttpEndpoint(port: int.TryParse(builder.Configuration["FrontendPort"], out var port) ? port : null)
    .WithHttpHealthCheck("/health")
    .WithReference(backend).WaitFor(backend);

builder.Build().Run();
