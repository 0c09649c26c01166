using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Workflow;

/// <summary>What a language model charges.</summary>
internal sealed class AiPrices
{
    /// <summary>USD for a million tokens that it reads. Environment variable <c>AI_INPUT_TOKEN_PRICE</c>; default 0.150.</summary>
    public decimal Input { get; set; } = 0.150m;

    /// <summary>USD for a million tokens that it writes. Environment variable <c>AI_OUTPUT_TOKEN_PRICE</c>; default 0.600.</summary>
    public decimal Output { get; set; } = 0.600m;

    public decimal CostOfInput(long tokens) => Math.Round(tokens * Input / 1_000_000, 6);

    public decimal CostOfOutput(long tokens) => Math.Round(tokens * Output / 1_000_000, 6);
}

/// <summary>A request to a language model.</summary>
/// <param name="Id">The request.</param>
/// <param name="RequestType">What for.</param>
/// <param name="InputTokens">What it read.</param>
/// <param name="OutputTokens">What it wrote.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="CostUsd">What it cost.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="ModelUsed">The model.</param>
/// <param name="Success">Whether there was a usable answer.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record AiRequest(
    Guid Id, string RequestType, int InputTokens, int OutputTokens, int TotalTokens, decimal CostUsd, int DurationMs, string ModelUsed, bool Success, DateTimeOffset CreatedAt);

/// <summary>The requests in numbers.</summary>
internal sealed record AiUsageSummary(
    int TotalAiRequests, int TotalAnalysisSteps, decimal TotalCostUsd, long TotalTokens, long TotalInputTokens, long TotalOutputTokens);

/// <summary>Input and output at today's prices; the total is what was charged.</summary>
internal sealed record AiCosts(decimal InputCostUsd, decimal OutputCostUsd, decimal TotalCostUsd);

/// <summary>What the analysis of an incident cost.</summary>
internal sealed record AiUsageResponse(Guid IncidentId, string IncidentTitle, AiUsageSummary Summary, IReadOnlyList<AiRequest> AiRequests, AiCosts CostBreakdown);

/// <summary><c>GET /incidents/{incident_id}/metrics</c></summary>
internal static class AiUsage
{
    public static void AddAiPrices(this WebApplicationBuilder builder)
    {
        Add("AI_INPUT_TOKEN_PRICE", prices => prices.Input, (prices, price) => prices.Input = price);
        Add("AI_OUTPUT_TOKEN_PRICE", prices => prices.Output, (prices, price) => prices.Output = price);

        void Add(string variable, Func<AiPrices, decimal> get, Action<AiPrices, decimal> set) => builder.Services.AddOptions<AiPrices>()
            .Configure(prices => set(prices, builder.Configuration[variable] is not { Length: > 0 } text ? get(prices)
                : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price
                : -1))
            .Validate(prices => get(prices) is >= 0 and <= 1_000_000, $"{variable} must be a price in USD per million tokens, from 0 to 1000000, for example 0.150.")
            .ValidateOnStart();
    }

    public static void MapAiUsage(this IEndpointRouteBuilder routes) => routes.MapGet("/incidents/{incident_id}/metrics", GetAsync)
        .Named("get_ai_usage")
        .WithSummary("What language models were asked about an incident, and what it cost")
        .WithTags("Analysis")
        .Produces<AiUsageResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<AiUsageResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, IOptions<AiPrices> prices, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Incident.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is not { } incident)
        {
            return IncidentErrors.NotFound();
        }

        var steps = await session.SingleOrDefaultAsync($"select count(*)::int from analysis_steps where incident_id = {incidentId}", row => row.GetInt32(0), cancel);
        var requests = await session.ListAsync($"""
            select id, request_type, input_tokens, output_tokens, cost_usd, duration_ms, model_used, success, created_at
            from ai_requests where incident_id = {incidentId} order by created_at, id
            """, Read, cancel);
        var (input, output) = (requests.Sum(request => (long)request.InputTokens), requests.Sum(request => (long)request.OutputTokens));
        var total = requests.Sum(request => request.CostUsd);
        return TypedResults.Ok(new AiUsageResponse(
            incidentId, incident.Title, new AiUsageSummary(requests.Count, steps, total, input + output, input, output), requests,
            new AiCosts(prices.Value.CostOfInput(input), prices.Value.CostOfOutput(output), total)));
    }

    private static AiRequest Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(2) + row.GetInt32(3), row.GetDecimal(4), row.GetInt32(5),
        row.GetString(6), row.GetBoolean(7), row.GetFieldValue<DateTimeOffset>(8));
}
