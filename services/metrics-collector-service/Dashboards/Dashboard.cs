using Npgsql;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Dashboards;

/// <summary>A dashboard.</summary>
/// <param name="DashboardId">The dashboard.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">May be empty.</param>
/// <param name="Widgets">Objects of the client's own making, each with an id.</param>
/// <param name="Variables">An object or an array of the client's own making.</param>
/// <param name="CreatedBy">The e-mail address of who made it; empty when no person did.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record Dashboard(
    Guid DashboardId, string Name, string Description, RawJson Widgets, RawJson Variables, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static Sql Columns => $"b.id, b.name, b.description, b.widgets::text, b.variables::text, b.created_by, b.created_at, b.updated_at";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Dashboard Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), new RawJson(row.GetString(3)), new RawJson(row.GetString(4)), row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7));

    public static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such dashboard in this project.");
}
