using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary>
/// docs/api/log-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() =>
        await Documents.AssertCommittedAsync("log-service", (await server.As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);
}
