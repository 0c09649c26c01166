using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>
/// docs/api/cicd-connector-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(CicdServer server) : IClassFixture<CicdServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() =>
        await Documents.AssertCommittedAsync("cicd-connector-service", (await server.As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);
}
