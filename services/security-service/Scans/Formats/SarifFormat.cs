using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>
/// SARIF 2.1, what CodeQL, Semgrep and most other scanners of code write:
/// <code>{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL","rules":[{"id":"js/xss","shortDescription":{"text":"t"},
/// "properties":{"security-severity":"7.8"}}]}},"automationDetails":{"id":"js/"},"results":[{"ruleId":"js/xss","level":"error",
/// "message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.js"},"region":{"startLine":4}}}],
/// "partialFingerprints":{"primaryLocationLineHash":"39fa2ee980eb94b0:1"}}]}]}</code>
/// Every run is a scan of its own.
/// </summary>
internal static class SarifFormat
{
    private const int MostRuns = 100;

    public static ScanReading Read(JsonSlice document, int mostFindings)
    {
        if (document.Field("version").Text()?.StartsWith("2.1", StringComparison.Ordinal) != true)
        {
            return "Only SARIF version 2.1 can be read.";
        }

        var runs = document.Field("runs").Items(MostRuns);
        if (runs.Count > MostRuns)
        {
            return $"There are more than {MostRuns} runs.";
        }

        var parts = new Dictionary<(string, string), ScanPart>();
        var left = mostFindings;
        foreach (var (index, run) in runs.Index())
        {
            var source = ScanFormat.SourceOf(run.Field("tool").Field("driver").Field("name").Text(), ScanFormat.Sarif);
            var target = Category(run.Field("automationDetails").Field("id").Text());
            if (!parts.TryGetValue((source, target), out var part))
            {
                parts[(source, target)] = part = new ScanPart(source, target);
            }

            var results = run.Field("results").Items(left);
            if (results.Count > left)
            {
                return ScanFormat.TooMany(mostFindings);
            }

            left -= results.Count;
            // A tool that failed, or did not look ("results" null or absent), does not say what is gone.
            part.IsComplete &= run.Field("results").IsArray
                && run.Field("invocations").Items(100).TrueForAll(call => call.Parse().Field("executionSuccessful").ValueKind != System.Text.Json.JsonValueKind.False);
            ReadResults(results, new SarifRules(run), part, $"runs[{index}]");
        }

        return new ScanContent(ScanFormat.Sarif, null, [.. parts.Values]);
    }

    private static void ReadResults(List<JsonSlice> results, SarifRules rules, ScanPart part, string place)
    {
        var same = new Dictionary<string, int>();
        foreach (var (index, slice) in results.Index())
        {
            var result = new SarifResult(slice.Parse(), rules);
            if (result.Rule.Id.Length == 0)
            {
                part.Reject($"{place}.results[{index}]", "names no rule");
            }
            else if (result.IsProblem)
            {
                var key = $"{result.Rule.Id}\n{result.File}\n{result.Recognition}";
                var number = same[key] = same.GetValueOrDefault(key) + 1;
                part.Add(new Finding
                {
                    Id = result.Rule.Id,
                    Title = result.Title,
                    Description = result.Description,
                    Severity = Severity.OfScore(result.Score) ?? result.Rule.Severity ?? result.LevelSeverity,
                    Package = result.File,
                    Location = result.Line > 0 ? $"{result.File}:{result.Line}" : result.File,
                    ReferenceUrl = result.Rule.HelpUrl,
                    Fingerprint = Fingerprint.OfCode(result.Rule.Id, result.File, result.Recognition, number),
                    Verdict = result.Verdict,
                    VerdictReason = result.Justification,
                });
            }
        }
    }

    // "js/2024-03-01-17" is run 2024-03-01-17 of the analysis js; without a slash it is the name of the run alone.
    private static string Category(string? id) => JsonText.Line(id?.LastIndexOf('/') is >= 0 and var end ? id[..end] : "", 500);
}
