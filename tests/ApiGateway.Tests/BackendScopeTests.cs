using System.Text;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>However a client writes a project, tenant or user into a request, the token's win.</summary>
public sealed class BackendScopeTests
{
    private static readonly Caller Caller = TestUser.New().ToCaller();
    private static readonly string Scope = $$"""{"project_id":"{{Caller.ProjectId}}","tenant_id":"{{Caller.TenantId}}" """.TrimEnd();

    [Theory]
    [InlineData("", "")]
    [InlineData("?", "")]
    [InlineData("?project_id=x", "")]
    [InlineData("?project%5Fid=x&PROJECT_ID=y&%70roject_id=z&tenant_id", "")]
    [InlineData("?a=1&a=2&project_id=x&b=%26project_id%3Dx", "&a=1&a=2&b=%26project_id%3Dx")]
    [InlineData("?a&&b=", "&a=&b=")]
    [InlineData("?project_id%00=x", "&project_id%00=x")]
    public void Query(string client, string rest) =>
        Assert.Equal($"?project_id={Caller.ProjectId}{rest}", BackendQuery.WithProject(client, Caller.ProjectId!.Value));

    [Theory]
    [InlineData("{}", "")]
    [InlineData(""" { "a" : [1, {"project_id": "inside is content"}] , "b":1.50 } """, ""","a" : [1, {"project_id": "inside is content"}],"b":1.50""")]
    [InlineData("""{"project_id":1,"project_id":{"x":[]},"Tenant_ID":null,"a":1}""", ""","a":1""")]
    [InlineData("""{"\u0070roject_id":"x","user_email":"x","USER_NAME":"x","author":"x","a":"}"}""", ""","a":"}" """)]
    public void Body(string client, string rest) =>
        Assert.Equal(Scope + rest.TrimEnd() + "}", Encoding.UTF8.GetString(BackendBody.TryWrite(Encoding.UTF8.GetBytes(client), Caller)!));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{")]
    [InlineData("{\"a\":1}{\"project_id\":1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1}\0")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":1/*x*/}")]
    public void Other_bodies_are_refused(string client) => Assert.Null(BackendBody.TryWrite(Encoding.UTF8.GetBytes(client), Caller));

    [Fact]
    public void Deep_and_broken_bytes_are_refused()
    {
        Assert.Null(BackendBody.TryWrite(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100))), Caller));
        Assert.Null(BackendBody.TryWrite([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}'], Caller));
    }
}
