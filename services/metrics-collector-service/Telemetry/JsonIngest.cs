using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>
/// What all ingest endpoints with JSON bodies do: ask for room before a byte is read, read, let the endpoint make rows, answer when
/// they are durable. With an <c>Idempotency-Key</c>, a request that is sent again is answered again and not stored again.
/// </summary>
internal sealed class JsonIngest(IngestWriter writer, IngestAdmission admission)
{
    public const int MostBytes = 16 * 1024 * 1024;

    // Parsed JSON and the rows made of it, beside the body.
    private const int MemoryPerByte = 3;
    private const int LeastBytes = 16 * 1024;

    /// <param name="http">The request.</param>
    /// <param name="lane">The lane of its rows.</param>
    /// <param name="read">Puts rows into the batch; says what is wrong to the reading, and otherwise what the answer is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <typeparam name="T">The answer.</typeparam>
    /// <returns>The answer, or the refusal.</returns>
    public async Task<Results<Ok<T>, JsonHttpResult<ErrorBody>>> RunAsync<T>(
        HttpContext http, string lane, Func<JsonElement, JsonReading, IngestBatch, T> read, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        var expected = Math.Min(http.Request.ContentLength ?? LeastBytes, MostBytes);
        if (admission.TryReserve(caller.ProjectId!.Value, Math.Max(expected, LeastBytes) * MemoryPerByte) is not { } room)
        {
            return TooMuch(http);
        }

        using var batch = writer.NewBatch(lane, caller, room);
        var body = new ArrayBufferWriter<byte>((int)Math.Max(expected, 1));
        if (!await ReadAsync(http, body, room, cancel))
        {
            return TooMuch(http);
        }

        if (Parse(body.WrittenMemory) is not { } document)
        {
            return ApiErrors.BadRequest("Send the body as one JSON object.", ErrorCodes.ValidationError);
        }

        using (document)
        {
            var json = new JsonReading();
            var answer = read(document.RootElement, json, batch);
            if (json.HasMistakes)
            {
                return json.Refuse();
            }

            batch.Key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= RequestKey.MaximumLength } key ? RequestKey.OfClient(key) : null;
            var outcome = await writer.WriteAsync(batch);
            return outcome is IngestOutcome.Stored or IngestOutcome.Repeated ? TypedResults.Ok(answer) : Failed(http, outcome);
        }
    }

    private static async Task<bool> ReadAsync(HttpContext http, ArrayBufferWriter<byte> body, Reservation room, CancellationToken cancel)
    {
        // Too large: throws BadHttpRequestException with status 413, which the error handler answers.
        while (await http.Request.BodyReader.ReadAsync(cancel) is var result)
        {
            foreach (var part in result.Buffer)
            {
                body.Write(part.Span);
            }

            http.Request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }

            if (http.Request.ContentLength is null && !room.TryGrow(result.Buffer.Length * MemoryPerByte))
            {
                return false;
            }
        }

        return true;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonHttpResult<ErrorBody> TooMuch(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return ApiErrors.Create(StatusCodes.Status429TooManyRequests, "The project sends more at once than can be stored. Nothing of this request was stored; send it again in a moment.");
    }

    private static JsonHttpResult<ErrorBody> Failed(HttpContext http, IngestOutcome outcome)
    {
        if (outcome == IngestOutcome.Refused)
        {
            return ApiErrors.BadRequest("The content cannot be stored. Nothing of this request was stored, and sending it again will not help.", ErrorCodes.ValidationError);
        }

        http.Response.Headers.RetryAfter = "5";
        return ApiErrors.Create(
            StatusCodes.Status503ServiceUnavailable, "The database is unavailable at the moment. Send the request again in a few seconds.", error: "service_unavailable");
    }
}
