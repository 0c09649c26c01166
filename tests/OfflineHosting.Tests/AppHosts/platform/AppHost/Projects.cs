#pragma warning disable CS8981 // Names of projects may be all lower case.

// What the build would write for fifteen projects. They are published as containers, so only their names matter.
namespace Projects;

public abstract class Project : IProjectMetadata
{
    public string ProjectPath => Path.Combine(Path.GetFullPath(".."), GetType().Name, $"{GetType().Name}.csproj");
}

public sealed class ai_service : Project;

public sealed class alerting_service : Project;

public sealed class api_gateway : Project;

public sealed class audit_service : Project;

public sealed class auth_service : Project;

public sealed class cicd_connector_service : Project;

public sealed class cloud_connector_service : Project;

public sealed class incident_service : Project;

public sealed class integration_service : Project;

public sealed class log_service : Project;

public sealed class metrics_collector_service : Project;

public sealed class security_service : Project;

public sealed class SreCopilot_Gateway : Project;

public sealed class synthetic_service : Project;

public sealed class websocket_service : Project;
