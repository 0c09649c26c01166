using System.Text.Json;

namespace SreCopilot.Secrets.Tests;

public sealed class ConfigObjectTests
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"a":[1,{"b":null}],"c":"\u0000","d":"\ud83d\ude00","e":1e400}""")]
    public void Objects_are_read(string json) => Assert.NotNull(ConfigObject.Read(Parse(json), 100));

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"x":[{"a":1,"\u0061":2}]}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":"12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"}""")]
    public void Everything_else_is_refused(string json) => Assert.Null(ConfigObject.Read(Parse(json), 100));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
