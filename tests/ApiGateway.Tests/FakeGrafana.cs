using Microsoft.AspNetCore.Http;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Answers like a Grafana with one dashboard and a Prometheus.</summary>
internal static class FakeGrafana
{
    private const string Dashboard = """
        {"meta":{"folderTitle":"Ops","createdBy":"ana"},"dashboard":{"uid":"abc","title":"API","version":3,
          "templating":{"list":[{"name":"job","type":"query"}]},
          "panels":[{"id":1,"title":"Errors","type":"timeseries","targets":[{"refId":"A","expr":"up{job=\"$job\"}"}]},
                    {"id":9,"type":"row","title":"Row","collapsed":true,"panels":[
                      {"id":2,"title":"CPU","type":"timeseries","targets":[{"refId":"A","expr":"cpu"}]},
                      {"id":3,"title":"SQL","type":"table","targets":[{"refId":"A","rawSql":"select 1"}]}]}]}}
        """;

    public static Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/render/d-solo/", StringComparison.Ordinal))
        {
            return RenderAsync(context, path);
        }

        var answer = path switch
        {
            "/api/search" => """[{"uid":"abc","title":"API","url":"/d/abc","tags":["x"],"type":"dash-db","isStarred":true}]""",
            "/api/dashboards/uid/abc" => Dashboard,
            "/api/dashboards/uid/broken" => "<html>",
            "/api/datasources" => """[{"id":1,"type":"loki"},{"id":7,"type":"prometheus"}]""",
            "/api/datasources/proxy/7/api/v1/query_range" => Series(context.Request.Query["query"].ToString()),
            "/api/v1/provisioning/alert-rules" => """[{"uid":"r1","title":"Hot","for":"5m","folderUID":"F","labels":{"a":"b"}},{"uid":"r2","title":"Calm"}]""",
            "/api/prometheus/grafana/api/v1/alerts" => """{"data":{"alerts":[{"labels":{"alertname":"Hot"},"state":"Normal"},{"labels":{"alertname":"Hot"},"state":"Alerting"}]}}""",
            "/api/alerts" => """[{"id":1,"name":"Disk","state":"alerting","dashboardUid":"abc","panelId":1}]""",
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        return context.Response.WriteAsync(answer ?? "{}");
    }

    private static Task RenderAsync(HttpContext context, string path)
    {
        context.Response.StatusCode = path.EndsWith("nothing", StringComparison.Ordinal) ? 404 : 200;
        context.Response.ContentType = path.EndsWith("html", StringComparison.Ordinal) ? "text/html" : "image/png";
        return context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }).AsTask();
    }

    private static string Series(string query)
    {
        var values = query switch
        {
            "spike" or "spike2" => Enumerable.Repeat(1.0, 30).Append(100),
            "share" => Enumerable.Repeat(0.9995, 10),
            "good" => [40],
            "total" => [100],
            "nothing" or "fails" => [],
            _ => [0.12346, 2],
        };
        var samples = string.Join(',', values.Select((value, i) => $"[{1767225600 + i},\"{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}\"]").Append("[1767229999,\"NaN\"]"));
        return query == "fails" ? "<html>" : "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"__name__\":\"x\",\"app\":\"api\",\"code\":\"500\"},\"values\":[" + samples + "]}]}}";
    }
}
