using SreCopilot.Identity;

namespace SreCopilot.IncidentService.Tests;

/// <summary>
/// docs/api/incident-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() =>
        await Documents.AssertCommittedAsync("incident-service", (await server.As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);
}
