using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Browser;

/// <summary>The body of <c>POST /browser/ingest</c>; of each list at most 1000.</summary>
/// <param name="AppName">At most 255 characters.</param>
/// <param name="Url">The page; at most 2000 characters.</param>
/// <param name="WebVitals">Objects with name and value.</param>
/// <param name="Errors">Objects with message, filename, lineno, colno, stack, type.</param>
/// <param name="PageLoad">An object with dom_content_loaded, load_complete, first_contentful_paint in ms.</param>
/// <param name="XhrEvents">Objects with url, method, duration_ms, status, success.</param>
internal sealed record BrowserBodyDescription(
    string? AppName, string? Url, IReadOnlyList<JsonElement>? WebVitals, IReadOnlyList<JsonElement>? Errors, JsonElement PageLoad, IReadOnlyList<JsonElement>? XhrEvents);

/// <summary>What became of it.</summary>
/// <param name="Ingested">true.</param>
/// <param name="EventsCount">How many events there were.</param>
internal sealed record BrowserIngested(bool Ingested, int EventsCount);

/// <summary><c>POST /browser/ingest</c></summary>
internal static class BrowserIngest
{
    private const int MostItems = 1000;
    private const int ItemLength = 16 * 1024;
    private const int UrlLength = 2000;

    public static void MapBrowserIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/browser/ingest", IngestAsync)
        .Named("ingest_browser")
        .WithSummary("Stores what pages of an application went through; the time is that of the arrival")
        .WithTags("Browser")
        .Accepts<BrowserBodyDescription>("application/json", "*/*")
        .Produces<BrowserIngested>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests);

    private static Task<Results<Ok<BrowserIngested>, JsonHttpResult<ErrorBody>>> IngestAsync(HttpContext http, JsonIngest ingest) =>
        ingest.RunAsync(http, Tables.BrowserLane, Read);

    private static BrowserIngested Read(JsonElement body, JsonReading json, IngestBatch batch)
    {
        var app = json.Name("app_name", body.Field("app_name"), Names.ServiceLength);
        var url = json.Text("url", body.Field("url"), UrlLength);
        using var text = new JsonText();
        Add("batch", null, null, "{}"u8);
        var count = AddAll("vital", "web_vitals", item => (Names.OrNull(json.Name("name", item.Field("name"), 50)), json.Number("value", item.Field("value"))));
        count += AddAll("error", "errors", _ => default);
        count += AddAll("ajax", "xhr_events", _ => default);
        var load = body.Field("page_load");
        json.Raw("page_load", load, JsonValueKind.Object, ItemLength);
        if (load.ValueKind == JsonValueKind.Object && load.EnumerateObject().Any() && !json.HasMistakes)
        {
            Add("page_load", null, null, text.Copy(load));
            count++;
        }

        Facts.Of(batch).Saw(app, "sdk", "frontend", batch.Times.Now);
        return new BrowserIngested(true, count);

        int AddAll(string kind, string field, Func<JsonElement, (string? Name, double? Value)> read)
        {
            var added = 0;
            foreach (var item in json.Items(field, body.Field(field), MostItems))
            {
                json.Raw("", item, JsonValueKind.Object, ItemLength);
                var (name, value) = read(item);
                if (!json.HasMistakes)
                {
                    Add(kind, name, value, text.Copy(item));
                    added++;
                }
            }

            return added;
        }

        void Add(string kind, string? name, double? value, ReadOnlySpan<byte> data) =>
            batch.AddRow(Tables.BrowserEvents, batch.Times.Now).Text(kind).Text(app).Text(url).Text(name).Real(value).Jsonb(data);
    }
}
