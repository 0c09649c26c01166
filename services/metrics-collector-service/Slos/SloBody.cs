using System.Text.Json;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Slos;

/// <summary>A new objective, or what changes of one: then service_name and sli_type are ignored, and what is absent or null stays.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="ServiceName">1 to 255 characters; also as service.</param>
/// <param name="SliType">availability, latency or correctness.</param>
/// <param name="TargetPercentage">Above 0, at most 100; default 100.</param>
/// <param name="TimeWindowDays">1 to 365; default 30.</param>
/// <param name="Description">At most 5000 characters; may hold [promql:...].</param>
/// <param name="ThresholdMs">For latency: what counts as fast enough; default 500.</param>
/// <param name="Service">Another name of service_name.</param>
internal sealed record SloRequest(
    JsonElement Name, JsonElement ServiceName, JsonElement SliType, JsonElement TargetPercentage, JsonElement TimeWindowDays, JsonElement Description, JsonElement ThresholdMs,
    JsonElement Service);

/// <summary>The same, read: null is what was not said.</summary>
internal sealed record SloBody(string? Name, string ServiceName, string SliType, double? Target, int? Days, string? Description, double? ThresholdMs)
{
    public static SloBody Read(SloRequest request, JsonReading json, bool isNew)
    {
        var target = json.NumberOrNull("target_percentage", request.TargetPercentage);
        if (target is <= 0 or > 100)
        {
            json.Fail("target_percentage", "must be above 0 and at most 100");
        }

        var threshold = json.NumberOrNull("threshold_ms", request.ThresholdMs);
        if (threshold is <= 0 or > 86_400_000)
        {
            json.Fail("threshold_ms", "must be above 0 and at most a day");
        }

        var type = isNew ? json.Name("sli_type", request.SliType, 50) : "";
        if (type.Length > 0 && !Slo.SliTypes.Contains(type))
        {
            json.Fail("sli_type", $"must be one of {string.Join(", ", Slo.SliTypes)}");
        }

        return new SloBody(
            !isNew && IsAbsent(request.Name) ? null : isNew ? json.Name("name", request.Name, 255) : json.RequiredName("name", request.Name, 255),
            isNew ? json.Name("service_name", request.ServiceName.Or(request.Service), 255) : "", type, target,
            json.WholeOrNull("time_window_days", request.TimeWindowDays, 1, 365),
            IsAbsent(request.Description) ? null : json.Text("description", request.Description, 5000), threshold);
    }

    public IEnumerable<string> Missing => new[] { ("name", Name), ("service_name", ServiceName), ("sli_type", SliType) }
        .Where(one => string.IsNullOrEmpty(one.Item2)).Select(one => one.Item1);

    private static bool IsAbsent(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
