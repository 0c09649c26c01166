namespace SreCopilot.DemoShop;

/// <summary>Makes up what the browser of a visitor reports about one page: how fast it was, what it asked for, and what failed.</summary>
internal static class BrowserVisit
{
    private const string Origin = "https://shop.example.com";

    private static readonly (string Path, string Call, double Milliseconds)[] Pages =
        [("/", "/products", 1300), ("/products", "/products", 1700), ("/cart", "/cart", 1500), ("/checkout", "/checkout", 2000)];

    public static ShopRequest Make(Random random, Trouble trouble)
    {
        var (path, call, usual) = Pages[random.Next(Pages.Length)];
        var isSlow = trouble.Fault == Fault.TrafficSpike || (trouble.Fault == Fault.SlowDatabase && call == "/products") || (trouble.Fault == Fault.MemoryLeak && call == "/cart");
        var fails = call == "/checkout" && trouble.Fault switch
        {
            Fault.BadDeployment => random.Next(100) < 45,
            Fault.DependencyDown or Fault.ExpiredCertificate => true,
            _ => false,
        };
        var time = usual * (isSlow ? 3 : 1) * (0.7 + (0.6 * random.NextDouble()));
        return new ShopRequest("/browser/ingest", "/api/v1/ingest/browser", "ingest:browser", OtlpText.Object(json =>
        {
            json.WriteString("app_name", "shop");
            json.WriteString("url", Origin + path);
            json.WriteStartArray("web_vitals");
            foreach (var (name, value) in new[] { ("LCP", time), ("FCP", time / 2), ("TTFB", time / 8), ("INP", 60 + (120 * random.NextDouble())), ("CLS", 0.04 * random.NextDouble()) })
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteNumber("value", Math.Round(value, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("page_load");
            json.WriteNumber("dom_content_loaded", Math.Round(time * 0.8));
            json.WriteNumber("load_complete", Math.Round(time * 1.2));
            json.WriteNumber("first_contentful_paint", Math.Round(time / 2));
            json.WriteEndObject();
            json.WriteStartArray("errors");
            if (fails)
            {
                json.WriteStartObject();
                json.WriteString("message", "Error: the order was not taken (HTTP 502)");
                json.WriteString("filename", Origin + "/assets/checkout.js");
                json.WriteNumber("lineno", 118);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("xhr_events");
            json.WriteStartObject();
            json.WriteString("url", $"{Origin}/api{call}");
            json.WriteString("method", call == "/products" ? "GET" : "POST");
            json.WriteNumber("duration_ms", Math.Round(time / 6));
            json.WriteNumber("status", fails ? 502 : 200);
            json.WriteBoolean("success", !fails);
            json.WriteEndObject();
            json.WriteEndArray();
        }));
    }
}
