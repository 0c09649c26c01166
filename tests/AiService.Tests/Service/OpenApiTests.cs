namespace SreCopilot.AiService.Tests.Service;

/// <summary>
/// docs/api/ai-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests(AiServer server) : IClassFixture<AiServer>
{
    [Fact]
    public async Task The_committed_document_is_that_of_the_service() => await Documents.AssertCommittedAsync("ai-service", await server.DescribeAsync());
}
