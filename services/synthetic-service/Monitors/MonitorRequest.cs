using System.Text.RegularExpressions;
using SreCopilot.ServiceDefaults.Validation;
using SreCopilot.SyntheticService.Assertions;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>A monitor. To create one, <c>name</c>, <c>type</c>, <c>url</c> and <c>frequency_seconds</c> are required; of a change, what is absent or
/// null stays as it is.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Type">api_test (HTTP), ping or tcp.</param>
/// <param name="Url">http or https URL; for ping also a host; for tcp tcp://host:port, or tls://host:port for one with a certificate.</param>
/// <param name="FrequencySeconds">30 to 86400.</param>
/// <param name="Assertions">At most 20, for example <c>status_code == 200</c>; without any, a status below 400 will do.</param>
/// <param name="Headers">At most 50. Secrets are shown as ***, and *** means the stored one.</param>
/// <param name="Method">GET (default), POST, PUT, PATCH, DELETE or HEAD.</param>
/// <param name="Body">At most 65536 characters; empty for none.</param>
/// <param name="Enabled">Default true; false: the monitor is paused.</param>
/// <param name="Muted">Default false; true: checks go on, but no alert is fired.</param>
/// <param name="TimeoutSeconds">1 to 60, default 10.</param>
/// <param name="Retries">How often a failed check is repeated before it counts as failed: 0 to 5, default 1.</param>
/// <param name="FollowRedirects">Default true.</param>
/// <param name="AlertAfter">After how many failed checks in a row an alert is fired: 1 to 10, default 2.</param>
/// <param name="SlaTarget">The uptime in percent that was promised; default none.</param>
internal sealed partial record MonitorRequest(
    string? Name, string? Type, string? Url, int? FrequencySeconds, IReadOnlyList<string>? Assertions, Dictionary<string, string>? Headers, string? Method, string? Body,
    bool? Enabled, bool? Muted, int? TimeoutSeconds, int? Retries, bool? FollowRedirects, int? AlertAfter, double? SlaTarget)
{
    private const int MostAssertions = 20;
    private const int MostHeaders = 50;
    private const int HeaderLength = 4000;
    private const int BodyLength = 65_536;

    // What HTTP itself decides.
    private static readonly string[] OwnHeaders = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"];

    /// <summary>What is wrong with the fields that are there; the URL is looked at together with the type.</summary>
    public IEnumerable<string> FindMistakes()
    {
        if (Name is not null && !Text.IsName(Name, 200))
        {
            yield return "name: must have 1 to 200 characters and no control characters";
        }

        if (Type is not null && !MonitorType.All.Contains(Type))
        {
            yield return $"type: must be one of {string.Join(", ", MonitorType.All)}";
        }

        if (Method is not null && !MonitorType.Methods.Contains(Method))
        {
            yield return $"method: must be one of {string.Join(", ", MonitorType.Methods)}";
        }

        if (Body is not null && (Body.Length > BodyLength || Body.Contains('\0', StringComparison.Ordinal)))
        {
            yield return $"body: must have at most {BodyLength} characters and no NUL";
        }

        foreach (var mistake in FindNumberMistakes().Concat(FindAssertionMistakes()).Concat(FindHeaderMistakes()))
        {
            yield return mistake;
        }
    }

    private IEnumerable<string> FindNumberMistakes()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("frequency_seconds", FrequencySeconds, 30, 86_400), ("timeout_seconds", TimeoutSeconds, 1, 60), ("retries", Retries, 0, 5), ("alert_after", AlertAfter, 1, 10),
        })
        {
            if (value < least || value > most)
            {
                yield return $"{name}: must be a number from {least} to {most}";
            }
        }

        if (SlaTarget is not (null or (> 0 and <= 100)))
        {
            yield return "sla_target: must be more than 0 and at most 100";
        }
    }

    private IEnumerable<string> FindAssertionMistakes()
    {
        if (Assertions?.Count > MostAssertions)
        {
            yield return $"assertions: must be at most {MostAssertions}";
            yield break;
        }

        foreach (var (index, text) in (Assertions ?? []).Index())
        {
            if (Assertion.Parse(text).Mistake is { } mistake)
            {
                yield return $"assertions[{index}]: {mistake}";
            }
        }
    }

    private IEnumerable<string> FindHeaderMistakes()
    {
        if (Headers?.Count > MostHeaders)
        {
            yield return $"headers: must be at most {MostHeaders}";
            yield break;
        }

        foreach (var (name, value) in Headers ?? [])
        {
            if (!HeaderName().IsMatch(name) || OwnHeaders.Contains(name.ToLowerInvariant()))
            {
                yield return "headers: a name must be that of an HTTP header that requests may choose, of at most 100 characters";
            }
            else if (value is null || value.Length > HeaderLength || value.Any(character => character is < ' ' or > '~'))
            {
                yield return $"headers: the value of {name} must have at most {HeaderLength} printable ASCII characters";
            }
        }
    }

    // RFC 9110: token.
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
    private static partial Regex HeaderName();
}
