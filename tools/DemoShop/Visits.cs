namespace SreCopilot.DemoShop;

/// <summary>A log line of the shop.</summary>
internal sealed record ShopLine(string Service, string Level, string Message, double At);

/// <summary>Makes up what a visit to the storefront leaves behind: storefront calls catalog (with a database), cart, or checkout (with a database
/// and payments).</summary>
internal sealed class Visits(Random random)
{
    private const string CertificateMessage = "The SSL connection could not be established: certificate has expired (payments.shop.internal:8443)";
    private const string RefusedMessage = "Connection refused (payments:8080)";

    private readonly List<ShopLine> _lines = [];

    /// <summary>What the services wrote since the last call.</summary>
    public List<ShopLine> TakeLines()
    {
        List<ShopLine> lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    /// <summary>The spans of one visit.</summary>
    /// <param name="number">Which of the minute: three in eight browse, two fill a cart, three order.</param>
    /// <param name="start">Milliseconds after the minute.</param>
    /// <param name="trouble">What is wrong.</param>
    public List<Span> Make(int number, double start, Trouble trouble) => (number % 8) switch
    {
        0 or 3 or 6 => Browse(start, trouble.Fault),
        1 or 5 => FillCart(start, trouble.Fault, trouble.IsExhausted),
        _ => Order(start, trouble.Fault),
    };

    private List<Span> Browse(double start, Fault fault)
    {
        var busy = fault == Fault.TrafficSpike ? 4 : 1;
        var query = Noisy(fault == Fault.SlowDatabase ? 380 : 12);
        var catalog = (Noisy(10) * busy) + query;
        var (front, call, server, database) = (NewId(), NewId(), NewId(), NewId());
        return
        [
            new("storefront", front, "", "GET /products", Span.Server, start, catalog + (Noisy(15) * busy)) { Attributes = Http("GET", "/products"), Status = 200 },
            new("storefront", call, front, "GET catalog", Span.Client, start + 5, catalog + 2) { Attributes = Calls("catalog") },
            new("catalog", server, call, "GET /api/products", Span.Server, start + 6, catalog) { Attributes = Http("GET", "/api/products"), Status = 200 },
            new("catalog", database, server, "SELECT products", Span.Client, start + 8, query) { Attributes = Database("catalog-db") },
        ];
    }

    private List<Span> FillCart(double start, Fault fault, bool exhausted)
    {
        var failed = exhausted && random.Next(2) == 0;
        var cart = Noisy(18) * (fault == Fault.MemoryLeak ? 6 : 1);
        var (front, call, server) = (NewId(), NewId(), NewId());
        if (failed)
        {
            _lines.Add(new("cart", "ERROR", "Unhandled exception: System.OutOfMemoryException: Insufficient memory to continue the execution of the program.", start));
        }

        return
        [
            new("storefront", front, "", "POST /cart", Span.Server, start, cart + (Noisy(15) * (fault == Fault.TrafficSpike ? 4 : 1)))
            {
                Attributes = Http("POST", "/cart"), Status = failed ? 502 : 200, Error = failed ? "cart failed" : null,
            },
            new("storefront", call, front, "POST cart", Span.Client, start + 5, cart + 2) { Attributes = Calls("cart"), Error = failed ? "HTTP 500" : null },
            new("cart", server, call, "POST /api/cart", Span.Server, start + 6, cart)
            {
                Attributes = Http("POST", "/api/cart"), Status = failed ? 500 : 200, Error = failed ? "OutOfMemoryException" : null,
                Exception = failed ? ("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.") : null,
            },
        ];
    }

    private List<Span> Order(double start, Fault fault)
    {
        var (insert, charge) = (Noisy(9), Noisy(30));
        var unreachable = fault == Fault.DependencyDown ? RefusedMessage : fault == Fault.ExpiredCertificate ? CertificateMessage : null;
        var broken = fault == Fault.BadDeployment && random.Next(100) < 45;
        charge = unreachable is null ? charge : Noisy(3);
        var checkout = Noisy(12) + insert + (broken ? 0 : charge);
        var message = unreachable is not null ? $"Charging failed: {unreachable}" : broken ? "Object reference not set to an instance of an object." : null;
        var type = unreachable is not null ? "System.Net.Http.HttpRequestException" : "System.NullReferenceException";
        if (message is not null)
        {
            _lines.Add(new("checkout", "ERROR", broken ? $"Unhandled exception in CouponService.Apply: {type}: {message}" : message, start));
        }

        var (front, call, server) = (NewId(), NewId(), NewId());
        var spans = new List<Span>
        {
            new("storefront", front, "", "POST /checkout", Span.Server, start, checkout + (Noisy(15) * (fault == Fault.TrafficSpike ? 4 : 1)))
            {
                Attributes = Http("POST", "/checkout"), Status = message is null ? 200 : 502, Error = message is null ? null : "checkout failed",
            },
            new("storefront", call, front, "POST checkout", Span.Client, start + 5, checkout + 2) { Attributes = Calls("checkout"), Error = message is null ? null : "HTTP 500" },
            new("checkout", server, call, "POST /api/orders", Span.Server, start + 6, checkout)
            {
                Attributes = Http("POST", "/api/orders"), Status = message is null ? 200 : 500, Error = message, Exception = message is null ? null : (type, message),
            },
            new("checkout", NewId(), server, "INSERT orders", Span.Client, start + 8, insert) { Attributes = Database("orders-db") },
        };
        if (!broken)
        {
            var payment = NewId();
            spans.Add(new("checkout", payment, server, "POST payments", Span.Client, start + 10 + insert, charge) { Attributes = Calls("payments"), Error = unreachable });
            if (unreachable is null)
            {
                spans.Add(new("payments", NewId(), payment, "POST /charge", Span.Server, start + 11 + insert, Math.Max(1, charge - 2)) { Attributes = Http("POST", "/charge"), Status = 200 });
            }
        }

        return spans;
    }

    // Up to ten percent off, as real durations are.
    private double Noisy(double milliseconds) => milliseconds * (0.9 + (0.2 * random.NextDouble()));

    private string NewId() => random.NextInt64(1, long.MaxValue).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static (string, string)[] Http(string method, string route) => [("http.request.method", method), ("http.route", route)];

    private static (string, string)[] Calls(string service) => [("peer.service", service), ("server.address", $"{service}.shop.internal")];

    private static (string, string)[] Database(string name) => [("db.system", "postgresql"), ("db.namespace", name), ("server.address", $"{name}.shop.internal")];
}
