using System.IO.Compression;
using System.Net;

namespace SreCopilot.Gateway.Tests;

/// <summary>The user interface's files as browsers get them.</summary>
public sealed class SpaTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/login")]
    [InlineData("/incidents/7b0c/timeline")]
    [InlineData("/incidents/?page=2")]
    public async Task Addresses_of_the_user_interface_get_its_page(string path)
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(SpaFolder.Index, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/assets/gone-1234.js")]
    [InlineData("/assets/")]
    [InlineData("/favicon.ico")]
    [InlineData("/index.html.br")]
    [InlineData("/assets/index-4f2a9c.js.gz")]
    [InlineData("/ASSETS/INDEX-4F2A9C.JS")]
    [InlineData("/..%2f..%2fetc%2fpasswd.txt")]
    [InlineData("/assets/%2e%2e/%2e%2e/secret.txt")]
    public async Task Missing_files_are_404(string path)
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await RawHttp.GetAsync(entryPoint.Address, path);

        Assert.Equal(404, response.Status);
        Assert.DoesNotContain(SpaFolder.Index, response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate, br;q=0.9", "gzip")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("deflate", null)]
    [InlineData("", null)]
    [InlineData(";;;", null)]
    public async Task Files_are_sent_in_an_encoding_the_client_takes(string acceptEncoding, string? encoding)
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.GetAsync(SpaFolder.ScriptPath, ("Accept-Encoding", acceptEncoding));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Accept-Encoding", response.Headers.Vary.ToString());
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(response.Content.Headers.ContentLength, body.Length);
        Assert.Equal(SpaFolder.Script, await DecodeAsync(body, encoding));
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_good()
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var script = await entryPoint.GetAsync(SpaFolder.ScriptPath);
        var plain = await entryPoint.GetAsync(SpaFolder.PlainPath, ("Accept-Encoding", "br"));

        Assert.Equal("public, max-age=31536000, immutable", script.Headers.CacheControl?.ToString());
        Assert.Equal("image/svg+xml", plain.Content.Headers.ContentType?.ToString());
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Headers.Vary);
    }

    [Fact]
    public async Task Current_copy_is_not_sent_again()
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);
        var plain = (await entryPoint.GetAsync("/")).Headers.ETag!.ToString();
        var brotli = (await entryPoint.GetAsync("/", ("Accept-Encoding", "br"))).Headers.ETag!.ToString();

        var again = await entryPoint.GetAsync("/", ("If-None-Match", $"\"other\", {plain}"));
        var otherEncoding = await entryPoint.GetAsync("/", ("If-None-Match", plain), ("Accept-Encoding", "br"));

        Assert.NotEqual(plain, brotli);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal((plain, "no-cache"), (again.Headers.ETag?.ToString(), again.Headers.CacheControl?.ToString()));
        Assert.Equal(HttpStatusCode.OK, otherEncoding.StatusCode);
    }

    [Fact]
    public async Task Head_has_the_headers_only()
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.SendAsync(HttpMethod.Head, SpaFolder.ScriptPath);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(SpaFolder.Script.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_methods_are_405()
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.SendAsync(HttpMethod.Post, "/login");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Without_a_build_it_says_how_to_build()
    {
        await using var entryPoint = EntryPoint.Start();

        var page = await entryPoint.GetAsync("/login");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal("text/plain", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("npm run build", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await entryPoint.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await entryPoint.GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task In_development_a_new_build_is_seen_without_a_restart()
    {
        using var spa = new SpaFolder(built: false);
        await using var entryPoint = EntryPoint.Start(spa, settings: [("environment", "Development")]);
        var before = await entryPoint.GetAsync("/health");

        spa.Build("<!doctype html><title>First</title>");
        var first = await entryPoint.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        spa.Build("<!doctype html><title>Second</title>");
        var second = await entryPoint.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        Assert.Contains("First", first, StringComparison.Ordinal);
        Assert.Contains("Second", second, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await entryPoint.GetAsync("/health")).StatusCode);
    }

    private static async Task<string> DecodeAsync(byte[] body, string? encoding)
    {
        var bytes = new MemoryStream(body);
        await using Stream stream = encoding switch
        {
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
