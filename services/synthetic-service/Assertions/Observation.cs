using System.Globalization;
using System.Text;
using System.Text.Json;
using SreCopilot.OutboundHttp;

namespace SreCopilot.SyntheticService.Assertions;

/// <summary>What a check saw, as far as assertions ask for it.</summary>
internal sealed class Observation(ProbeResult probe, int? certificateDaysLeft)
{
    private JsonElement? _json;
    private string? _text;

    /// <summary>What a subject is, as text; null when there is no such thing.</summary>
    public string? Find(string subject) => subject switch
    {
        Subjects.StatusCode => probe.Response?.Status.ToString(CultureInfo.InvariantCulture),
        Subjects.ResponseTime => probe.Total.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture),
        Subjects.CertificateDays => certificateDaysLeft?.ToString(CultureInfo.InvariantCulture),
        Subjects.Body => Text,
        _ when Subjects.IsHeader(subject, out var name) => probe.Response?.Headers.GetValueOrDefault(name),
        _ => Json is { } json ? JsonPath.Parse(subject)?.Find(json) : null,
    };

    private string? Text => _text ??= probe.Response is { } response ? Encoding.UTF8.GetString(response.Body) : null;

    private JsonElement? Json
    {
        get
        {
            if (_json is null && probe.Response is { IsCut: false } response)
            {
                try
                {
                    var reader = new Utf8JsonReader(response.Body);
                    _json = JsonElement.ParseValue(ref reader);
                }
                catch (JsonException)
                {
                    // No JSON: it has no values.
                    _json = default(JsonElement);
                }
            }

            return _json;
        }
    }
}
