namespace SreCopilot.AlertingService.Conditions;

/// <summary>How a value is compared with a threshold.</summary>
internal static class Comparison
{
    public static readonly string[] Words = ["gt", "lt", "eq", "gte", "lte"];

    /// <summary>Whether the value is one that the condition warns of.</summary>
    public static bool IsBreach(string word, double value, double threshold) => word switch
    {
        "gt" => value > threshold,
        "lt" => value < threshold,
        "gte" => value >= threshold,
        "lte" => value <= threshold,
        _ => value.Equals(threshold),
    };

    /// <summary>For people.</summary>
    public static string Symbol(string word) => word switch { "gt" => ">", "lt" => "<", "gte" => ">=", "lte" => "<=", _ => "==" };
}
