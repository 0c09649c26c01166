using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.AzureDevOps;

/// <summary>Reads what Azure DevOps says about builds and releases; lists and webhooks show the same objects.</summary>
internal static class AzureDevOpsReports
{
    private const string Branches = "refs/heads/";

    /// <summary><c>{"id":2727068,"buildNumber":"20221202.1","status":"completed","result":"succeeded","startTime":"…","finishTime":"…","definition":{"name":"web"},
    /// "project":{"name":"Fabrikam"},"sourceBranch":"refs/heads/main","sourceVersion":"4f5c…","requestedFor":{"displayName":"…"},"reason":"individualCI",
    /// "_links":{"web":{"href":"…"}}}</c>; older subscriptions send <c>"sourceGetVersion":"LG:refs/heads/main:4f5c…"</c> and <c>"status":"succeeded"</c>.</summary>
    /// <param name="build">The build.</param>
    /// <param name="place">Organization and project, as <see cref="PlaceOf"/> finds them.</param>
    public static Report OfBuild(JsonElement build, string place)
    {
        var (branch, sha) = SourceOf(build);
        var result = build.Line("result") is { Length: > 0 } text ? text : build.Line("status");
        return new Report
        {
            // Numbers of builds count through the organization.
            Id = $"azure_devops:{place.Split('/')[0]}:run:{build.Line("id")}",
            Rank = Rank.Run,
            Number = build.Line("id"),
            Repository = build.Line("definition", "name") is { Length: > 0 } name ? name : "build",
            Project = build.Line("project", "name"),
            Pipeline = build.Line("definition", "name"),
            Branch = branch,
            IsTransient = build.Line("reason") == "pullRequest" || branch.StartsWith("refs/", StringComparison.Ordinal),
            CommitSha = sha,
            Version = sha.Length > 0 ? "" : build.Line(128, "id"),
            Description = build.Line("buildNumber") is { Length: > 0 } number ? $"Build {number}" : $"Build {build.Line("id")}",
            DeployedBy = build.Line("requestedFor", "displayName") is { Length: > 0 } who ? who : build.Items("requests").FirstOrDefault().Line("requestedFor", "displayName"),
            State = StateOf(result),
            CreatedAt = build.Time("queueTime") ?? build.Time("startTime"),
            StartedAt = build.Time("startTime"),
            FinishedAt = build.Time("finishTime"),
            Url = build.Line(2000, "_links", "web", "href"),
        };
    }

    /// <summary><c>{"environment":{"name":"Production","releaseId":1,"release":{"name":"Release-1"},"status":"succeeded","releaseDefinition":{"name":"web"}},
    /// "deployment":{"id":5,"deploymentStatus":"succeeded","startedOn":"…","completedOn":"…","requestedFor":{"displayName":"…"}}}</c></summary>
    public static Report OfDeployment(JsonElement resource, string place)
    {
        var environment = resource.At("environment");
        var deployment = resource.At("deployment");
        var id = deployment.Line("id") is { Length: > 0 } own ? own : $"{environment.Line("releaseId")}-{environment.Line("id")}";
        var name = environment.Line("releaseDefinition", "name") is { Length: > 0 } definition ? definition : resource.Line("deployment", "releaseDefinition", "name");
        var release = environment.Line(128, "release", "name") is { Length: > 0 } named ? named : resource.Line(128, "deployment", "release", "name");
        return new Report
        {
            Id = $"azure_devops:{place}:deployment:{id}",
            Rank = Rank.Deployment,
            Number = id,
            Repository = name.Length > 0 ? name : "release",
            Project = resource.Line("project", "name"),
            Pipeline = name,
            Environment = environment.Line(50, "name"),
            Version = release,
            Description = release,
            DeployedBy = deployment.Line("requestedFor", "displayName"),
            State = StateOf(deployment.Line("deploymentStatus") is { Length: > 0 } status ? status : environment.Line("status")),
            CreatedAt = deployment.Time("queuedOn"),
            StartedAt = deployment.Time("startedOn"),
            FinishedAt = deployment.Time("completedOn"),
            Url = environment.Line(2000, "release", "_links", "web", "href"),
        };
    }

    /// <summary>The earlier system's event: <c>{"resource":{"id":3,"name":"Release-3"}}</c>, sent when a release ended.</summary>
    public static Report OfRelease(JsonElement resource, string place, DateTimeOffset? at)
    {
        var name = resource.Line(128, "name") is { Length: > 0 } text ? text : "release";
        return new Report
        {
            Id = $"azure_devops:{place}:release:{(resource.Line("id") is { Length: > 0 } id ? id : name)}",
            Rank = Rank.Deployment,
            Repository = name,
            Project = "",
            Environment = "production",
            Version = name,
            Description = name,
            State = RunState.Success,
            StartedAt = at,
            FinishedAt = at,
        };
    }

    /// <summary>
    /// <c>fabrikam/5a3e…</c>: organization and project of an address such as <c>https://dev.azure.com/fabrikam/5a3e…/_apis/build/Builds/2</c>,
    /// or <c>https://fabrikam.visualstudio.com/5a3e…/_apis/…</c>; the settings' when it has neither.
    /// </summary>
    public static string PlaceOf(string address, string? organization)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            var pieces = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var api = Array.IndexOf(pieces, "_apis");
            if (uri.Host.EndsWith(".visualstudio.com", StringComparison.OrdinalIgnoreCase))
            {
                return $"{uri.Host.Split('.')[0]}/{(api > 0 ? pieces[api - 1] : "")}".ToLowerInvariant();
            }

            if (api > 0)
            {
                return $"{pieces[0]}/{(api > 1 ? pieces[api - 1] : "")}".ToLowerInvariant();
            }
        }

        return $"{organization}/".ToLowerInvariant();
    }

    private static (string Branch, string Sha) SourceOf(JsonElement build)
    {
        // LG:refs/heads/main:600c52d2d5b655caa111abfd863e5a9bd304bb0e
        var source = build.Line("sourceGetVersion").Split(':');
        var branch = build.Line("sourceBranch") is { Length: > 0 } named ? named : source.Length == 3 ? source[1] : "";
        var sha = build.Sha("sourceVersion") is { Length: > 0 } version ? version : ForeignJson.AsSha(source[^1]);
        return (branch.StartsWith(Branches, StringComparison.Ordinal) ? branch[Branches.Length..] : branch, sha);
    }

    private static RunState StateOf(string result) => result.ToLowerInvariant() switch
    {
        // Partially: steps failed whose failure is allowed.
        "succeeded" or "partiallysucceeded" => RunState.Success,
        "failed" or "rejected" => RunState.Failed,
        "canceled" or "stopped" => RunState.Cancelled,
        "inprogress" => RunState.InProgress,
        _ => RunState.NotRun,
    };
}
