using System.Text.Json.Nodes;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>What a report amounts to.</summary>
/// <param name="Counts">Whether it is a deployment.</param>
/// <param name="Why">Why not.</param>
/// <param name="Service">Of which service.</param>
/// <param name="Environment">Where to.</param>
internal readonly record struct Verdict(bool Counts, string Why, string Service, string Environment);

/// <summary>
/// Which reports are deployments. Settings of a connection, all optional: <c>branches</c> {"main":"production","develop":"staging"} (default: the
/// repository's default branch is <c>environment</c>, that is production), <c>environments</c> {"prod-eu":"production"} (default: all, under their own names),
/// <c>pipelines</c> ["Deploy *"] (default: all), <c>repositories</c> ["acme/web"] (default: all), <c>services</c> {"acme/web":"web"} or
/// <c>service_name</c> (default: the repository's name).
/// </summary>
internal sealed class TrackingRules(JsonObject config)
{
    private const string Production = "production";
    private const int LongestEnvironment = 50;

    private static readonly string[] Maps = ["branches", "environments", "services"];
    private static readonly string[] Lists = ["pipelines", "repositories"];

    private readonly Dictionary<string, string>? _branches = ConfigReader.Map(config["branches"]);
    private readonly Dictionary<string, string>? _environments = ConfigReader.Map(config["environments"]);
    private readonly Dictionary<string, string>? _services = ConfigReader.Map(config["services"]);
    private readonly List<string>? _pipelines = ConfigReader.List(config["pipelines"]);
    private readonly List<string>? _repositories = ConfigReader.List(config["repositories"]);
    private readonly string _environment = ForeignJson.Clean(ConfigReader.Text(config["environment"]) ?? Production, LongestEnvironment);
    private readonly string? _service = ConfigReader.Text(config["service_name"]);

    /// <summary>The repositories that the settings name; null: all.</summary>
    public IReadOnlyList<string>? Repositories => _repositories;

    public static IEnumerable<string> FindMistakes(JsonObject config) =>
    [
        .. Maps.Where(name => config[name] is not (null or JsonObject)).Select(name => $"config.{name}: must be an object of text"),
        .. Lists.Where(name => config[name] is not (null or JsonArray)).Select(name => $"config.{name}: must be a list of text"),
    ];

    public bool Includes(string repository) => _repositories is null || _repositories.Any(pattern => Matches(pattern, repository));

    public Verdict Judge(Report report)
    {
        var service = ForeignJson.Clean(_services?.GetValueOrDefault(report.Repository) ?? _service ?? report.Repository, 255);
        if (service.Length == 0 || report.Repository.Length == 0)
        {
            return Refuse("it does not say what it is about");
        }

        var repository = report.Project ?? report.Repository;
        if (repository.Length > 0 && !Includes(repository))
        {
            return Refuse($"{repository} is not one of the connection's repositories");
        }

        if (report.IsTransient)
        {
            return Refuse("it belongs to a pull request or a preview");
        }

        if (report.State == RunState.NotRun)
        {
            return Refuse("nothing ran");
        }

        if (report.Rank == Rank.Run && _pipelines is not null && !_pipelines.Any(pattern => Matches(pattern, report.Pipeline)))
        {
            return Refuse($"'{report.Pipeline}' is not one of the connection's pipelines");
        }

        var environment = report.Rank == Rank.Deployment ? EnvironmentOf(report.Environment) : BranchEnvironmentOf(report);
        return environment is null
            ? Refuse(report.Rank == Rank.Deployment ? $"the environment '{report.Environment}' is not tracked" : report.Branch.Length == 0 ? "it belongs to no branch" : $"the branch '{report.Branch}' is not tracked")
            : new Verdict(true, "", service, ForeignJson.Clean(environment, LongestEnvironment));
    }

    private string? EnvironmentOf(string name) => _environments is null ? (name.Length > 0 ? name : _environment) : Find(_environments, name);

    private string? BranchEnvironmentOf(Report report)
    {
        if (report.Branch.Length == 0)
        {
            // A job of Jenkins that deploys need not build anything; then its name or the settings must say that it does.
            var deploys = _pipelines is not null || report.Pipeline.Contains("deploy", StringComparison.OrdinalIgnoreCase) || report.Pipeline.Contains("release", StringComparison.OrdinalIgnoreCase);
            return report.Rank == Rank.Run && deploys ? _environment : null;
        }

        return _branches is not null ? Find(_branches, report.Branch)
            : (report.DefaultBranch.Length > 0 ? report.Branch == report.DefaultBranch : report.Branch is "main" or "master") ? _environment
            : null;
    }

    private static string? Find(Dictionary<string, string> map, string name) =>
        map.GetValueOrDefault(name) ?? map.Where(pair => pair.Key.Contains('*') && Matches(pair.Key, name)).Select(pair => pair.Value).FirstOrDefault();

    // "release/*": one star, anywhere.
    private static bool Matches(string pattern, string text)
    {
        var star = pattern.IndexOf('*');
        return star < 0
            ? pattern.Equals(text, StringComparison.OrdinalIgnoreCase)
            : text.Length >= pattern.Length - 1 && text.StartsWith(pattern[..star], StringComparison.OrdinalIgnoreCase) && text.EndsWith(pattern[(star + 1)..], StringComparison.OrdinalIgnoreCase);
    }

    private static Verdict Refuse(string why) => new(false, why, "", "");
}
