namespace SreCopilot.MetricsCollectorService.Tests.Services;

/// <summary>The Python SDK sends everything as points; transactions and errors among them are found where they belong.</summary>
public sealed class SdkTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private const string Body = """
        {"metrics":[
          {"service_name":"billing","metric_name":"http.request","value":35.5,"metric_type":"histogram","timestamp":"2026-03-01T10:20:00Z",
           "tags":{"transaction_id":"0c2c1a0e-6f0e-4a0a-9d0e-111111111111","endpoint":"/invoices/17","method":"POST","status_code":500,"db_duration_ms":9,"external_duration_ms":0,"error":"boom"} },
          {"service_name":"billing","metric_name":"http.request","value":"12","metric_type":"histogram","timestamp":"2026-03-01T10:20:01Z",
           "tags":{"transaction_id":"0c2c1a0e-6f0e-4a0a-9d0e-222222222222","endpoint":"/invoices/18","method":"POST","status_code":"200","db_duration_ms":"0","external_duration_ms":4,"error":""} },
          {"service_name":"billing","metric_name":"error","value":1,"metric_type":"counter","timestamp":"2026-03-01T10:20:02Z",
           "tags":{"error_class":"ValueError","message":"bad id 7","stack_trace":"Traceback","user":"kim"} },
          {"service_name":"billing","metric_name":"queue_depth","value":3,"timestamp":"2026-03-01T10:20:02Z"}]}
        """;

    [Fact]
    public async Task What_the_sdk_sends_becomes_transactions_and_errors()
    {
        var project = server.NewProject();

        Assert.Equal(4, (await project.Key.SendAsync(HttpMethod.Post, "/metrics/ingest", Body)).Ok().Double("ingested"));

        var page = (await project.Viewer.GetAsync("/metrics/services/billing/transactions")).Ok();
        Assert.Equal(
            ["/invoices/18 POST 200 12 0 4 False", "/invoices/17 POST 500 35.5 9 0 True"],
            page["transactions"].EnumerateArray().Select(one => one.Show("endpoint", "method", "status_code", "duration_ms", "db_duration_ms", "external_duration_ms", "error")));
        Assert.Equal("/invoices/{id} 2 50", (await project.Viewer.GetAsync("/metrics/services/billing/endpoints")).Ok()[0].Show("endpoint", "count", "error_rate_percent"));
        Assert.Equal("billing ValueError bad id 7 1", (await project.Viewer.GetAsync("/errors/groups")).Ok()[0].Show("service_name", "error_class", "message", "occurrence_count"));
        Assert.Equal("billing", (await project.Viewer.GetAsync("/services/registry")).Ok().Joined("service_name"));
        Assert.Equal("billing 23.75 50", (await project.Viewer.GetAsync("/metrics/services-overview")).Ok()[0].Show("name", "avgResponseTime", "errorRate"));
    }
}
