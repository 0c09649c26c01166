using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService;

/// <summary>What endpoints of all kinds of things have in common.</summary>
internal static class Answers
{
    /// <summary>Lists are bare arrays, as clients expect; this header says how many there are on all pages.</summary>
    public const string TotalHeader = "X-Total-Count";

    public const int ListLimit = 500;

    /// <summary>The same for a thing of another project and one that does not exist.</summary>
    public static JsonHttpResult<ErrorBody> NotFound(string thing) => ApiErrors.NotFound($"There is no such {thing} in this project.");

    public static JsonHttpResult<ErrorBody> Refuse(IEnumerable<string> mistakes) => ApiErrors.BadRequest(string.Join("; ", mistakes), ErrorCodes.ValidationError);

    public static JsonHttpResult<ErrorBody> Full(string things, int count) => ApiErrors.Conflict($"The project has {count} {things}, which is as many as it may have.");

    public static void SetTotal(this HttpResponse response, int total) => response.Headers[TotalHeader] = total.ToString(CultureInfo.InvariantCulture);
}
