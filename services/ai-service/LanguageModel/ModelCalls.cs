using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace SreCopilot.AiService.LanguageModel;

/// <summary>One call of the model: what it cost, and the JSON it answered or why there is none.</summary>
/// <param name="Id">Names the call.</param>
/// <param name="RequestType">What for.</param>
/// <param name="Model">Which model.</param>
/// <param name="InputTokens">What it read.</param>
/// <param name="OutputTokens">What it wrote.</param>
/// <param name="CostUsd">What that cost.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Json">The answer; null when there is no usable one.</param>
/// <param name="Problem">Why not; null when there is one.</param>
internal sealed record ModelCall(
    Guid Id, string RequestType, string Model, int InputTokens, int OutputTokens, decimal CostUsd, int DurationMs, JsonElement? Json, string? Problem);

/// <summary>
/// Asks the model once, with a deadline, and counts the tokens whatever comes of it. What goes out is redacted; what comes back is JSON of the
/// wanted schema or nothing. Nothing of the prompt or the answer is logged.
/// </summary>
internal sealed partial class ModelCalls(ModelConnection connection, IOptions<ModelOptions> options, TimeProvider time, ILogger<ModelCalls> logger)
{
    /// <summary>Characters: some ten thousand tokens.</summary>
    private const int LongestData = 60_000;

    public bool IsConfigured => connection.Client is not null;

    public async Task<ModelCall> AskAsync(string type, string system, string data, JsonElement schema, int mostTokens, CancellationToken cancel)
    {
        if (data.Length > LongestData)
        {
            return new ModelCall(Guid.NewGuid(), type, options.Value.Model, 0, 0, 0, 0, null, "there is more to read than it is given");
        }

        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        ChatResponse? response = null;
        string? problem = null;
        JsonElement? json = null;
        try
        {
            response = await connection.Client!.GetResponseAsync(
                [new ChatMessage(ChatRole.System, system), new ChatMessage(ChatRole.User, Redaction.Redact(data))],
                new ChatOptions { MaxOutputTokens = mostTokens, Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "answer") },
                both.Token);
            (json, problem) = Read(response);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            problem = "it did not answer in time";
        }
        catch (ClientResultException e)
        {
            problem = e.Status == 429 ? "it refuses requests at the moment (429)" : e.Status > 0 ? $"it answered HTTP {e.Status}" : "it cannot be reached";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or AggregateException)
        {
            // Truncated, too large, or not what the protocol says.
            problem = "it cannot be reached or does not answer as it should";
        }

        var (input, output) = (Count(response?.Usage?.InputTokenCount), Count(response?.Usage?.OutputTokenCount));
        var call = new ModelCall(
            Guid.NewGuid(), type, options.Value.IsAzure ? options.Value.Deployment : options.Value.Model, input, output, options.Value.CostOf(input, output),
            (int)time.GetElapsedTime(started).TotalMilliseconds, json, problem);
        LogCall(type, call.InputTokens, call.OutputTokens, call.DurationMs, problem ?? "answered");
        return call;
    }

    private static int Count(long? tokens) => (int)Math.Clamp(tokens ?? 0, 0, 10_000_000);

    private static (JsonElement? Json, string? Problem) Read(ChatResponse response)
    {
        if (response.FinishReason == ChatFinishReason.Length)
        {
            return (null, "its answer was cut off");
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return (null, "its filter refused");
        }

        try
        {
            var element = JsonElement.Parse(WithoutFence(response.Text));
            return element.ValueKind == JsonValueKind.Object ? (element, null) : (null, "its answer is not an object");
        }
        catch (JsonException)
        {
            return (null, "its answer is not JSON");
        }
    }

    // ```json\n{...}\n```
    private static string WithoutFence(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith("```", StringComparison.Ordinal))
        {
            return trimmed;
        }

        var begin = trimmed.IndexOf('\n', StringComparison.Ordinal);
        var end = trimmed.LastIndexOf("```", StringComparison.Ordinal);
        return begin > 0 && end > begin ? trimmed[(begin + 1)..end] : trimmed;
    }

    [LoggerMessage(LogLevel.Information, "Language model, {Type}: {InputTokens} tokens read, {OutputTokens} written in {DurationMs} ms: {Outcome}")]
    private partial void LogCall(string type, int inputTokens, int outputTokens, int durationMs, string outcome);
}
