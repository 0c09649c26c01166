using System.Text.RegularExpressions;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Deployments, and changes of configuration, which pipelines report as deployments.</summary>
internal static partial class DeploymentSource
{
    private const int Most = 20;

    /// <summary>What was changed longer ago has worked since.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(4);

    public static async Task<Findings> CollectAsync(Question question, CancellationToken cancel)
    {
        var window = question.Window;
        var answer = await question.GetMetricsAsync(
            $"/deployments?limit=100&{Question.Range(window.Split - Before, window.To)}", PeerJson.Default.IReadOnlyListDeploymentBody, cancel);
        if (answer.Value is not { } deployments)
        {
            return Findings.Without(EvidenceKind.Deployment, answer);
        }

        var found = deployments.OrderByDescending(one => one.StartedAt).ThenBy(one => one.DeploymentId).Take(Most).Select(Describe).ToList();
        var service = question.Incident.ServiceName;
        if (!found.Any(one => one.Signal == Signal.DeploymentFinished && one.Subject == service))
        {
            found.Add(new($"no-deployment:{service}", EvidenceKind.Deployment, Signal.NoDeployment, service,
                $"No deployment of {service} was reported in the {Before.TotalHours:0} hours before the incident", "/deployments", window.Detected, 0.8, 0.7));
        }

        return new(found);
    }

    private static Evidence Describe(DeploymentBody deployment)
    {
        var isConfiguration = Configuration().IsMatch(deployment.Description ?? "");
        return new(
            $"deployment:{deployment.DeploymentId}",
            isConfiguration ? EvidenceKind.ConfigurationChange : EvidenceKind.Deployment,
            isConfiguration ? Signal.ConfigurationChanged : Signal.DeploymentFinished,
            deployment.Service,
            $"{deployment.Service} {Words.Cut(deployment.Version, 60)} was {(isConfiguration ? "configured anew" : "deployed")}{By(deployment)}: {deployment.Status}",
            "/deployments", deployment.StartedAt,
            // What failed was perhaps never put in operation completely; what was rolled back is no longer there.
            deployment.Status switch { "failed" => 0.9, "rolled_back" => 0.6, _ => 0.8 }, 0.9);
    }

    private static string By(DeploymentBody deployment) => string.IsNullOrWhiteSpace(deployment.DeployedBy) ? "" : $" by {Words.Cut(deployment.DeployedBy, 60)}";

    // "Raise the connection pool in the config map", "enable feature flag new-search"
    [GeneratedRegex(@"\b(config(uration|map)?|feature.flag|setting)s?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Configuration();
}
