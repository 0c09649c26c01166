using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.Jenkins;

/// <summary>Reads what Jenkins says about builds.</summary>
internal static class JenkinsReports
{
    /// <summary>In lists: <c>{"number":18,"building":false,"result":"SUCCESS","timestamp":1772360430000,"duration":63000,"url":"…","actions":[
    /// {"causes":[{"userName":"ann"}]},{"lastBuiltRevision":{"SHA1":"c6d8…","branch":[{"name":"refs/remotes/origin/main"}]}}]}</c></summary>
    public static Report OfListedBuild(JsonElement build, string job)
    {
        var revision = build.Items("actions").Select(action => action.At("lastBuiltRevision")).FirstOrDefault(found => found.ValueKind == JsonValueKind.Object);
        var started = build.Time("timestamp");
        var isOver = !build.IsTrue("building") && build.Line("result").Length > 0;
        var duration = build.At("duration") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and < 31_536_000_000 ? milliseconds : 0;
        return new Report
        {
            Id = $"jenkins:{job}:run:{build.Line("number")}",
            Rank = Rank.Run,
            Number = build.Line("number"),
            Repository = job,
            Pipeline = job,
            Branch = BranchOf(revision.Items("branch").FirstOrDefault().Line("name")),
            CommitSha = revision.Sha("SHA1"),
            Version = revision.Sha("SHA1").Length > 0 ? "" : $"#{build.Line("number")}",
            Description = $"Build #{build.Line("number")}",
            DeployedBy = build.Items("actions").SelectMany(action => action.Items("causes")).Select(cause => cause.Line("userName")).FirstOrDefault(name => name.Length > 0) ?? "",
            State = isOver ? StateOf(build.Line("result")) : RunState.InProgress,
            CreatedAt = started,
            StartedAt = started,
            FinishedAt = isOver ? started?.AddMilliseconds(duration) : null,
            Url = build.Line(2000, "url"),
        };
    }

    /// <summary>The Notification plugin's message, which a pipeline may also send itself: <c>{"name":"asgard","url":"job/asgard/","build":{"full_url":"http://…/job/asgard/18/",
    /// "number":18,"phase":"COMPLETED","status":"SUCCESS","timestamp":1772360430000,"duration":63000,"scm":{"branch":"origin/main","commit":"c6d8…"}}}</c></summary>
    public static Report OfNotification(JsonElement body)
    {
        var build = body.At("build");
        var job = JobOf(body.Line(500, "url")) is { Length: > 0 } path ? path : body.Line("name");
        var started = build.Time("timestamp");
        var isOver = build.Line("phase").ToUpperInvariant() is "COMPLETED" or "FINALIZED";
        var duration = build.At("duration") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var milliseconds) && milliseconds is > 0 and < 31_536_000_000 ? milliseconds : (long?)null;
        return new Report
        {
            Id = $"jenkins:{job}:run:{build.Line("number")}",
            Rank = Rank.Run,
            Number = build.Line("number"),
            Repository = job,
            Pipeline = job,
            Branch = BranchOf(build.Line("scm", "branch")),
            CommitSha = build.Sha("scm", "commit"),
            Version = build.Sha("scm", "commit").Length > 0 ? "" : $"#{build.Line("number")}",
            Description = $"Build #{build.Line("number")}",
            DeployedBy = build.Line("userName"),
            // While it runs, the plugin tells the status of the build before.
            State = isOver ? StateOf(build.Line("status")) : build.Line("phase").Equals("STARTED", StringComparison.OrdinalIgnoreCase) ? RunState.InProgress : RunState.NotRun,
            CreatedAt = started,
            StartedAt = started,
            FinishedAt = isOver && duration is { } took ? started?.AddMilliseconds(took) : null,
            Url = build.Line(2000, "full_url"),
        };
    }

    /// <summary><c>job/shop/job/web/</c> is the job shop/web.</summary>
    public static string JobOf(string address)
    {
        var pieces = address.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', pieces.Index().Where(piece => piece.Index > 0 && pieces[piece.Index - 1] == "job" && piece.Index % 2 == 1).Select(piece => Uri.UnescapeDataString(piece.Item)));
    }

    // refs/remotes/origin/main, origin/main, main
    private static string BranchOf(string name)
    {
        foreach (var prefix in new[] { "refs/remotes/", "refs/heads/", "origin/" })
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        return name == "detached" ? "" : name;
    }

    private static RunState StateOf(string result) => result.ToUpperInvariant() switch
    {
        "SUCCESS" => RunState.Success,
        // Built, but tests failed.
        "FAILURE" or "UNSTABLE" => RunState.Failed,
        "ABORTED" => RunState.Cancelled,
        _ => RunState.NotRun,
    };
}
