using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SecurityService.Dependencies;

/// <summary>What a service is made of.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="Dependencies">Its packages, by name.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="HasBillOfMaterials">False: only packages with findings are known.</param>
internal sealed record DependencyResponse(string ServiceName, IReadOnlyList<Dependency> Dependencies, int Total, bool HasBillOfMaterials);

/// <summary>A package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Direct">Whether the service itself asks for it; null when no bill of materials says.</param>
/// <param name="Vulnerabilities">The findings in it that are not resolved and no false positives.</param>
/// <param name="Ref">What the bill of materials calls it; null without one.</param>
/// <param name="Purl">Its package URL.</param>
/// <param name="DependsOn">The refs of what it needs itself.</param>
internal sealed record Dependency(string Name, string Version, bool? Direct, IReadOnlyList<string> Vulnerabilities, string? Ref, string? Purl, IReadOnlyList<string> DependsOn);

/// <summary><c>GET /vulnerabilities/services/{service_name}/dependencies</c></summary>
internal static class DependencyList
{
    private const int DefaultLimit = 1000;
    private const int MaximumLimit = 5000;

    public static void MapDependencies(this IEndpointRouteBuilder routes) => routes.MapGet("/vulnerabilities/services/{service_name}/dependencies", ListAsync)
        .Named("list_dependencies")
        .WithSummary($"The packages of a service: those of its bills of materials (CycloneDX, or Trivy with --list-all-pkgs), and those with findings; page (from 1), limit (1 to {MaximumLimit}, default {DefaultLimit})")
        .WithTags("Dependencies")
        .Produces<DependencyResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<DependencyResponse>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "service_name")] string serviceName, [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var name = reader.Line("service_name", serviceName, 255);
        var number = reader.Number("page", page, 1, 1, 1_000_000);
        var most = reader.Number("limit", limit, DefaultLimit, 1, MaximumLimit);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // Findings in files have no version and are no packages.
        var rows = await session.ListAsync($"""
            with parts as (
              select c.name, c.version, bool_or(c.direct) as direct, min(c.ref) as ref, min(c.purl) as purl
              from components c join scan_scopes s on s.id = c.scope_id
              where s.project_id = {caller.ProjectId} and s.service_name = {name}
              group by c.name, c.version),
            flaws as (
              select v.package_name as name, v.installed_version as version, array_agg(v.cve_id order by v.cve_id) as ids
              from vulnerabilities v
              where v.project_id = {caller.ProjectId} and v.service_name = {name} and v.installed_version <> '' and v.status not in ('resolved', 'false_positive')
              group by 1, 2),
            listed as (
              select coalesce(p.name, f.name) as name, coalesce(p.version, f.version) as version, p.direct, f.ids, p.ref, p.purl
              from parts p full join flaws f on f.name = p.name and f.version = p.version)
            select l.name, l.version, l.direct, coalesce(l.ids, array[]::text[]), l.ref, l.purl,
              coalesce((select c.depends_on from components c join scan_scopes s on s.id = c.scope_id
                        where s.project_id = {caller.ProjectId} and s.service_name = {name} and c.ref = l.ref limit 1), array[]::text[]),
              (count(*) over ())::int, bool_or(l.ref is not null) over ()
            from listed l order by l.name, l.version limit {most} offset {(number - 1L) * most}
            """,
            row => (
                Item: new Dependency(
                    row.GetString(0), row.GetString(1), row.GetValueOrNull<bool>(2), row.GetFieldValue<string[]>(3), row.GetStringOrNull(4), row.GetStringOrNull(5),
                    row.GetFieldValue<string[]>(6)),
                Total: row.GetInt32(7), HasBill: row.GetBoolean(8)), cancel);
        return TypedResults.Ok(new DependencyResponse(
            name ?? "", [.. rows.Select(row => row.Item)], rows.Count > 0 ? rows[0].Total : 0, rows.Count > 0 && rows[0].HasBill));
    }
}
