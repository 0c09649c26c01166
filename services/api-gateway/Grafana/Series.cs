using System.Globalization;
using System.Text.Json;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Up to three label values, or the query's letter.</param>
/// <param name="RefId">The query's letter.</param>
/// <param name="Data">The samples.</param>
internal sealed record Series(string Name, string RefId, IReadOnlyList<Sample> Data)
{
    /// <summary>Reads a Prometheus matrix: without samples that are no numbers, without empty series.</summary>
    public static IEnumerable<Series> Read(JsonElement answer, string refId)
    {
        foreach (var result in answer.Field("data").Field("result").Items())
        {
            var samples = result.Items("values").Select(ReadSample).OfType<Sample>().ToList();
            if (samples.Count > 0)
            {
                yield return new Series(NameOf(result, refId), refId, samples);
            }
        }
    }

    private static string NameOf(JsonElement result, string refId)
    {
        if (result.Field("metric") is not { ValueKind: JsonValueKind.Object } labels)
        {
            return refId;
        }

        var values = labels.EnumerateObject().Where(label => label.Name != "__name__").Select(label => label.Value.AsText()).OfType<string>().Take(3).ToList();
        return values.Count > 0 ? string.Join(", ", values) : refId;
    }

    // [1767225600.123, "0.5"]
    private static Sample? ReadSample(JsonElement pair)
    {
        if (pair is not { ValueKind: JsonValueKind.Array } || pair.GetArrayLength() != 2
            || pair[0].ValueKind != JsonValueKind.Number || !pair[0].TryGetDouble(out var seconds)
            || !double.TryParse(pair[1].AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value) || Math.Abs(seconds) > 1e11)
        {
            return null;
        }

        return new Sample((long)Math.Round(seconds * 1000), Math.Round(value, 4));
    }
}

/// <summary>One sample.</summary>
/// <param name="T">Epoch milliseconds.</param>
/// <param name="V">The value, four decimals.</param>
internal sealed record Sample(long T, double V);
