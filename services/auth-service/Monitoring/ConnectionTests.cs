using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>A connection to be tried before it is stored.</summary>
/// <param name="IntegrationType">prometheus, grafana or alertmanager.</param>
/// <param name="Url">http or https, without credentials.</param>
/// <param name="Username">For basic authentication.</param>
/// <param name="Password">For basic authentication.</param>
/// <param name="ApiKey">For a bearer token.</param>
internal sealed record TestConnectionRequest(string? IntegrationType, string? Url, string? Username, string? Password, string? ApiKey);

/// <summary><c>POST .../monitoring/integrations/test-connection</c> and <c>.../{integration_id}/test</c></summary>
internal static class ConnectionTests
{
    public static void MapConnectionTests(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/projects/{project_id}/monitoring/integrations/test-connection", TestAsync)
            .Named("test_connection")
            .WithSummary("Tries a connection that is not stored yet; 200 whether it works or not")
            .WithTags("Monitoring")
            .Produces<ConnectionTestResponse>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/projects/{project_id}/monitoring/integrations/{integration_id}/test", TestStoredAsync)
            .Named("test_integration")
            .WithSummary("Tries a stored connection and notes the result; 200 whether it works or not")
            .WithTags("Monitoring")
            .Produces<ConnectionTestResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ConnectionTestResponse>, JsonHttpResult<ErrorBody>>> TestAsync(
        [FromRoute(Name = "project_id")] Guid projectId, TestConnectionRequest request, HttpContext http, Authorizer authorizer, ConnectionProbe probe, CancellationToken cancel)
    {
        await using (var admin = await authorizer.OpenAsync(http, projectId, cancel))
        {
            if (admin.Refusal is { } refusal)
            {
                return refusal;
            }
        }

        var mistakes = IntegrationRules.FindMistakes(name: null, description: null, request.Url, request.Username, request.Password, request.ApiKey).ToList();
        if (string.IsNullOrEmpty(request.Url))
        {
            mistakes.Add(IntegrationRules.UrlMistake);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (!IntegrationType.Testable.Contains(request.IntegrationType))
        {
            return ApiErrors.BadRequest($"integration_type: must be one of {string.Join(", ", IntegrationType.Testable)}", ErrorCodes.InvalidFieldValue);
        }

        var target = new ConnectionTarget(request.IntegrationType!, IntegrationRules.ParseUrl(request.Url!)!, request.Username, request.Password, request.ApiKey);
        return TypedResults.Ok(await probe.TestAsync(target, cancel));
    }

    private static async Task<Results<Ok<ConnectionTestResponse>, JsonHttpResult<ErrorBody>>> TestStoredAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] Guid id, HttpContext http, Authorizer authorizer,
        ConnectionProbe probe, IntegrationSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        StoredIntegration? known;
        await using (var reading = await authorizer.OpenAsync(http, projectId, cancel))
        {
            if (reading.Refusal is { } refusal)
            {
                return refusal;
            }

            known = await StoredIntegration.FindAsync(reading.Database, projectId, id, cancel);
        }

        if (known is null)
        {
            return IntegrationList.NotFound();
        }

        if (!IntegrationType.Testable.Contains(known.Type))
        {
            return TypedResults.Ok(new ConnectionTestResponse(false, "A generic sender cannot be asked. Have it send an alert and look at the deliveries.", null, null));
        }

        // No connection to the database is held while the other side takes its time.
        var result = await probe.TestAsync(
            new ConnectionTarget(known.Type, known.Url, known.Username, secrets.PasswordOf(known), secrets.ApiKeyOf(known)), cancel);

        await using var noting = await authorizer.OpenAsync(http, projectId, cancel);
        if (noting.Refusal is { } late)
        {
            return late;
        }

        await noting.Database.ExecuteAsync($"""
            update monitoring_integrations set last_test_at = {time.GetUtcNow()}, last_test_success = {result.Success},
              status = {(result.Success ? "active" : "error")}, last_error_message = {(result.Success ? null : result.Message)}
            where project_id = {projectId} and id = {id}
            """, cancel);
        await noting.Database.CommitAsync(cancel);
        return TypedResults.Ok(result);
    }
}
