namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>
/// docs/api/cloud-connector-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(CloudServer server) : IClassFixture<CloudServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() => await Documents.AssertCommittedAsync("cloud-connector-service", await server.DescribeAsync());
}
