using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Net.Http.Headers;

namespace SreCopilot.AuthService.Tests;

public sealed class RegistrationTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task Creates_the_account_and_signs_in()
    {
        var email = Browser.NewEmail();

        var answer = await server.OpenBrowser().RegisterAsync(email, name: "  Ana Lima ", tenant: "Acme & Söhne GmbH");

        Assert.Equal(200, answer.Code);
        Assert.Equal(["access_token", "token_type", "user", "projects"], answer.Fields());
        Assert.Equal(["id", "email", "full_name", "role", "tenant_id", "tenant_name", "current_project_id"], answer.Fields("user"));
        var user = answer.Body.GetProperty("user");
        Assert.Equal((email, "Ana Lima", "admin", "Acme & Söhne GmbH"),
            (user.GetProperty("email").GetString(), user.GetProperty("full_name").GetString(), user.GetProperty("role").GetString(), user.GetProperty("tenant_name").GetString()));
        var project = Assert.Single(answer.Body.GetProperty("projects").EnumerateArray());
        Assert.Equal(("Default Project", "default", "owner"),
            (project.GetProperty("name").GetString(), project.GetProperty("slug").GetString(), project.GetProperty("role").GetString()));
        Assert.Equal(user.GetProperty("current_project_id").GetGuid(), project.GetProperty("id").GetGuid());
        Assert.StartsWith("acme-s-hne-gmbh", (string?)await server.SqlAsync($"select slug from tenants where id = '{user.GetProperty("tenant_id")}'"), StringComparison.Ordinal);
        Assert.StartsWith("$2b$10$", (string?)await server.SqlAsync($"select password_hash from users where email = '{email}'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_carry_exactly_the_claims_of_the_contract()
    {
        var answer = await server.OpenBrowser().RegisterAsync(Browser.NewEmail());

        var access = new JsonWebToken(answer.Body.GetProperty("access_token").GetString());
        Assert.Equal(["email", "exp", "iat_ms", "jti", "project_id", "project_role", "role", "sid", "sub", "tenant_id", "type"], access.Claims.Select(claim => claim.Type).Order());
        Assert.Equal(("HS256", "access", "owner", "admin", 43),
            (access.Alg, access.GetClaim("type").Value, access.GetClaim("project_role").Value, access.GetClaim("role").Value, access.Id.Length));
        var refresh = new JsonWebToken(answer.Cookies["refresh_token"].Value.ToString());
        Assert.Equal(["exp", "jti", "sub", "type"], refresh.Claims.Select(claim => claim.Type).Order());
        Assert.Equal(("refresh", 43), (refresh.GetClaim("type").Value, refresh.Id.Length));
        Assert.Equal(answer.Cookies["access_token"].Value.ToString(), access.EncodedToken);
    }

    [Theory]
    [InlineData("http", "localhost:30000", false)]
    [InlineData("http", "127.0.0.1:30000", false)]
    [InlineData("http", "copilot.example.org", true)]
    [InlineData("https", "localhost", true)]
    public async Task Cookies_are_those_of_the_contract_and_secure_but_on_plain_localhost(string scheme, string host, bool secure)
    {
        var browser = server.OpenBrowser();
        browser.ExtraHeaders["X-Forwarded-Proto"] = scheme;
        browser.ExtraHeaders["X-Forwarded-Host"] = host;

        var answer = await browser.RegisterAsync(Browser.NewEmail());

        Assert.Equal("no-store", answer.CacheControl);
        var access = answer.Cookies["access_token"];
        Assert.Equal((true, secure, SameSiteMode.Lax, "/", TimeSpan.FromMinutes(30)), (access.HttpOnly, access.Secure, access.SameSite, access.Path.ToString(), access.MaxAge));
        var refresh = answer.Cookies["refresh_token"];
        Assert.Equal((true, secure, SameSiteMode.Lax, "/api/v1/auth/refresh", TimeSpan.FromDays(7)), (refresh.HttpOnly, refresh.Secure, refresh.SameSite, refresh.Path.ToString(), refresh.MaxAge));
        Assert.False(access.Domain.HasValue || refresh.Domain.HasValue);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "{}", "email: " },
        { """{"email":"nobody","password":"Correct-horse1!","full_name":"A","tenant_name":"T"}""", "email: " },
        { """{"email":"a b@acme.io","password":"Correct-horse1!","full_name":"A","tenant_name":"T"}""", "email: " },
        { """{"email":"a@acme","password":"Correct-horse1!","full_name":"A","tenant_name":"T"}""", "email: " },
        { """{"email":"a\u0000@acme.io","password":"Correct-horse1!","full_name":"A","tenant_name":"T"}""", "email: " },
        { """{"email":"a@acme.io","password":"Sh0rt!","full_name":"A","tenant_name":"T"}""", "at least 8" },
        { """{"email":"a@acme.io","password":"lower-case1!","full_name":"A","tenant_name":"T"}""", "upper-case" },
        { """{"email":"a@acme.io","password":"UPPER-CASE1!","full_name":"A","tenant_name":"T"}""", "lower-case" },
        { """{"email":"a@acme.io","password":"No-digit-here!","full_name":"A","tenant_name":"T"}""", "digit" },
        { """{"email":"a@acme.io","password":"Not_special-1+","full_name":"A","tenant_name":"T"}""", "one of" },
        { """{"email":"a@acme.io","password":"Correct-horse1!\u0000","full_name":"A","tenant_name":"T"}""", "NUL" },
        { $$"""{"email":"a@acme.io","password":"Aa1!{{new string('x', 69)}}","full_name":"A","tenant_name":"T"}""", "72 bytes" },
        { """{"email":"a@acme.io","password":"Correct-horse1!","full_name":"  ","tenant_name":"T"}""", "full_name: " },
        { """{"email":"a@acme.io","password":"Correct-horse1!","full_name":"A","tenant_name":"a\u0000b"}""", "tenant_name: " },
        { $$"""{"email":"a@acme.io","password":"Correct-horse1!","full_name":"{{new string('x', 256)}}","tenant_name":"T"}""", "full_name: " },
        { $$"""{"email":"{{new string('x', 250)}}@acme.io","password":"Correct-horse1!","full_name":"A","tenant_name":"T"}""", "email: " },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_body_that_breaks_a_rule_is_422_and_says_which(string body, string detail)
    {
        var answer = await server.OpenBrowser().SendAsync(HttpMethod.Post, "/register", body);

        Assert.Equal(422, answer.Code);
        Assert.Equal("VALIDATION_ERROR", answer.Body.GetProperty("error_code").GetString());
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_broken_rules_are_told_at_once()
    {
        var answer = await server.OpenBrowser().SendAsync(HttpMethod.Post, "/register", "{}");

        Assert.All(["email: ", "password: ", "full_name: ", "tenant_name: "], field => Assert.Contains(field, answer.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"email":5}""")]
    [InlineData("""{"email":{"a":1}}""")]
    [InlineData("""{"email":"\ud800"}""")]
    public async Task Unreadable_bodies_are_400(string body)
    {
        foreach (var path in new[] { "/register", "/login" })
        {
            var answer = await server.OpenBrowser().SendAsync(HttpMethod.Post, path, body);

            Assert.Equal(400, answer.Code);
            Assert.NotEmpty(answer.Detail);
        }
    }

    [Fact]
    public async Task Another_media_type_is_415() =>
        Assert.Equal(415, (await server.OpenBrowser().SendAsync(HttpMethod.Post, "/register", "{}", "text/plain")).Code);

    [Fact]
    public async Task A_taken_address_is_400_whatever_its_case_and_leaves_nothing_behind()
    {
        var email = Browser.NewEmail();
        await server.OpenBrowser().RegisterAsync(email);
        var tenant = $"Second {Guid.NewGuid()}";

        var answer = await server.OpenBrowser().RegisterAsync(email.ToUpperInvariant(), tenant: tenant);

        Assert.Equal(400, answer.Code);
        Assert.Contains("already registered", answer.Detail, StringComparison.Ordinal);
        Assert.Empty(answer.Cookies);
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from tenants where name = '{tenant}'"));
    }

    [Fact]
    public async Task Of_registrations_of_one_address_at_once_exactly_one_succeeds()
    {
        var email = Browser.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.OpenBrowser().RegisterAsync(email)));

        Assert.Equal([200, 400, 400, 400, 400, 400], answers.Select(answer => answer.Code).Order());
    }

    [Theory]
    [InlineData("Same Name Ltd")]
    [InlineData("株式会社")]
    [InlineData("../../etc/passwd' or 1=1 --")]
    public async Task Tenants_may_have_the_same_or_any_name(string tenant)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.OpenBrowser().RegisterAsync(Browser.NewEmail(), tenant: tenant)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(4, answers.Select(answer => answer.Body.GetProperty("user").GetProperty("tenant_id").GetGuid()).Distinct().Count());
    }

    [Fact]
    public async Task Without_an_internal_token_nothing_is_served()
    {
        var answer = await server.OpenBrowser().SendAsync(HttpMethod.Post, "/register", "{}", internalToken: false);

        Assert.Equal(401, answer.Code);
        Assert.Equal(JsonValueKind.String, answer.Body.GetProperty("detail").ValueKind);
    }
}
