using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>A stored connection as clients see it: secrets are masked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Category">What is connected.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ConfigDisplay">The configuration, secrets masked.</param>
/// <param name="Config">The same; some clients read it by this name.</param>
/// <param name="IsActive">Whether it is in use.</param>
/// <param name="LastTestedAt">When it was tested last.</param>
/// <param name="LastTestStatus"><c>success</c>, <c>failed</c> or empty.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was saved last.</param>
internal sealed record ConnectionBody(
    Guid Id,
    string Category,
    string Name,
    JsonObject ConfigDisplay,
    JsonObject Config,
    bool IsActive,
    DateTime? LastTestedAt,
    string LastTestStatus,
    DateTime CreatedAt,
    DateTime UpdatedAt);

/// <summary>The body of <c>PUT /api/v1/settings/connections</c>.</summary>
/// <param name="Id">The connection to change; absent: the one of this category, which is created when there is none.</param>
/// <param name="Category">What is connected.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Config">The configuration. Secrets that are absent, empty or <c>***</c> keep their stored value.</param>
internal sealed record SaveConnectionRequest(string? Id, string? Category, string? Name, JsonElement? Config);

/// <summary>The body of <c>POST /api/v1/settings/connections/test</c>.</summary>
/// <param name="ConnectionId">A stored connection; what <c>config</c> holds is tested instead of the stored values.</param>
/// <param name="Category">What to connect to, when there is no stored connection.</param>
/// <param name="Config">How.</param>
internal sealed record TestConnectionRequest(string? ConnectionId, string? Category, JsonElement? Config);

/// <summary>The outcome of a test.</summary>
/// <param name="Success">Whether the connection works.</param>
/// <param name="Message">What was found, in words.</param>
internal sealed record TestResult(bool Success, string Message);

/// <summary>The answer to a deletion.</summary>
internal sealed record OkBody(bool Ok);
