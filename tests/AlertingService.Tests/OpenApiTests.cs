namespace SreCopilot.AlertingService.Tests;

/// <summary>
/// docs/api/alerting-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() => await Documents.AssertCommittedAsync("alerting-service", await server.DescribeAsync());
}
