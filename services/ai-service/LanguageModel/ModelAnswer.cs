using System.Text.Json;
using System.Text.RegularExpressions;
using SreCopilot.AiService.Analyses;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.LanguageModel;

/// <summary>
/// What of the model's answer is usable. An item must have the fields of the schema, cite only evidence that was given, and contain neither
/// addresses nor markup: a page that shows it must not become a way out for what somebody wrote into a log.
/// </summary>
internal sealed partial class ModelAnswer
{
    private const int MostItems = 10;
    private const int MostOwn = 2;
    private const int LeastOwnEvidence = 2;

    private readonly List<ModelItem> _items = [];

    /// <summary>How many items are used.</summary>
    public int Accepted => _items.Count;

    /// <summary>Why others are not; null when all are.</summary>
    public string? Problem { get; private set; }

    public static ModelAnswer Read(JsonElement json, IReadOnlyList<StoredHypothesis> hypotheses, IReadOnlyDictionary<string, EvidenceItem> given)
    {
        var answer = new ModelAnswer();
        if (!json.TryGetProperty("hypotheses", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            answer.Problem = "its answer has no hypotheses";
            return answer;
        }

        foreach (var element in list.EnumerateArray().Take(MostItems))
        {
            if (ModelItem.Read(element) is not { } item)
            {
                answer.Problem = "its answer does not have the wanted form";
            }
            else if (item.Evidence.Any(id => !given.ContainsKey(id)))
            {
                answer.Problem = "it cites evidence that it was not given";
            }
            else if (item.Texts.Any(text => Suspicious().IsMatch(text)))
            {
                answer.Problem = "it writes addresses or markup";
            }
            else if (item.Number is { } number ? hypotheses.All(one => one.Rank != number) || item.Evidence.Count == 0 : item.Evidence.Distinct().Count() < LeastOwnEvidence)
            {
                answer.Problem = "it gives no evidence for a hypothesis, or one for a hypothesis that does not exist";
            }
            else if (item.Number is null ? answer._items.Count(one => one.Number is null) < MostOwn : answer._items.All(one => one.Number != item.Number))
            {
                answer._items.Add(item with { Given = [.. item.Evidence.Distinct().Select(id => given[id])] });
            }
        }

        if (answer is { Accepted: 0, Problem: null })
        {
            answer.Problem = "it says nothing about the hypotheses";
        }

        return answer;
    }

    /// <summary>The engine's order and confidences; the model's own come last, less sure than any of the engine's.</summary>
    public IReadOnlyList<StoredHypothesis> Apply(Guid incidentId, IReadOnlyList<StoredHypothesis> hypotheses)
    {
        var worded = hypotheses.Select(one => _items.FirstOrDefault(item => item.Number == one.Rank) is { } item
            ? one with { Claim = item.Claim, Description = item.Description, NextCheck = item.NextCheck }
            : one).ToList();
        var most = hypotheses.Count == 0 ? 0.3 : hypotheses.Min(one => one.ConfidenceScore) * 0.9;
        foreach (var item in _items.Where(item => item.Number is null))
        {
            var score = Math.Round(Math.Min(most, 0.5 * item.Given.Average(one => one.Strength * one.Quality)), 4);
            worded.Add(new StoredHypothesis(
                StoredHypothesis.IdOf(incidentId, item.Claim), worded.Count + 1, null, item.Given[0].Subject, item.Claim, item.Description, score, 0, Math.Min(1, score * 2),
                item.NextCheck, null, [.. item.Given.Select(one => new Citation(one.Id, one.Summary, one.Link, Math.Round(one.Strength * one.Quality, 4)))], []));
        }

        return worded;
    }

    [GeneratedRegex(@"https?:|www\.|javascript:|data:|<\s*[a-z/!]|!\[|\]\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suspicious();

    private sealed record ModelItem(int? Number, string Claim, string Description, string NextCheck, IReadOnlyList<string> Evidence)
    {
        public IReadOnlyList<EvidenceItem> Given { get; init; } = [];

        public IEnumerable<string> Texts => [Claim, Description, NextCheck];

        public static ModelItem? Read(JsonElement element)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("number", out var number) || !element.TryGetProperty("evidence", out var evidence)
                || evidence.ValueKind != JsonValueKind.Array || evidence.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String)
                || ReadText(element, "claim", 500) is not { Length: > 0 } claim || ReadText(element, "description", 3000) is not { } description
                || ReadText(element, "next_check", 1000) is not { Length: > 0 } check)
            {
                return null;
            }

            int? place = null;
            if (number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value))
            {
                place = value;
            }
            else if (number.ValueKind != JsonValueKind.Null)
            {
                return null;
            }

            return new(place, claim, description, check, [.. evidence.EnumerateArray().Select(id => id.GetString()!)]);
        }

        private static string? ReadText(JsonElement element, string name, int length) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is var text && Text.IsProse(text, length) ? text : null;
    }
}
