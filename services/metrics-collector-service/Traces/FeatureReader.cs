using System.Globalization;
using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>Finds <see cref="SpanFeatures"/> among attributes, one after the other: the present names of OpenTelemetry's conventions and those before 2024.</summary>
internal struct FeatureReader
{
    private string? _method;
    private int? _status;
    private string? _route;
    private string? _path;
    private string? _url;
    private bool _isDatabase;

    public static bool IsInteresting(string name) => name is "http.request.method" or "http.method" or "http.response.status_code" or "http.status_code" or "http.route"
        or "url.path" or "http.target" or "url.full" or "http.url" or "db.system" or "db.system.name";

    /// <summary>An attribute with its value as text.</summary>
    public void Read(string name, string value)
    {
        switch (name)
        {
            case "http.request.method" or "http.method":
                _method = Names.Cut(value.ToUpperInvariant(), 10);
                break;
            case "http.response.status_code" or "http.status_code":
                _status = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status <= 999 ? status : _status;
                break;
            case "http.route":
                _route = value;
                break;
            case "url.path" or "http.target":
                _path = value;
                break;
            case "url.full" or "http.url":
                _url = value;
                break;
            case "db.system" or "db.system.name":
                _isDatabase = true;
                break;
            default:
                break;
        }
    }

    public readonly SpanFeatures ToFeatures() => new(
        _method ?? "", _status, _route, _path ?? (Uri.TryCreate(_url, UriKind.Absolute, out var url) ? url.AbsolutePath : null), _isDatabase);
}
