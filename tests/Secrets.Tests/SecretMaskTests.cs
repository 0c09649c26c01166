using System.Text.Json.Nodes;

namespace SreCopilot.Secrets.Tests;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("password", "smtp_password", "api_key", "X-Api-Key", "apiKey", "client_secret", "Token", "connection_string", "webhook_url")]
    [InlineData("integration_key", "routing_key", "privateKey", "OPENAI_API_KEY", "Authorization", "credentials")]
    public void Names_that_tell_a_secret_are_known(params string[] names) => Assert.All(names, name => Assert.True(SecretNames.IsSecret(name), name));

    [Theory]
    [InlineData("url", "host", "user", "channel", "key", "access_key_id", "endpoint", "from_email", "")]
    public void Other_names_are_shown(params string[] names) => Assert.All(names, name => Assert.False(SecretNames.IsSecret(name), name));

    [Theory]
    [InlineData("""{"url":"http://x","api_key":"k"}""", """{"url":"http://x","api_key":"***"}""")]
    [InlineData("""{"password":"","token":null,"secret":[]}""", """{"password":"","token":"","secret":""}""")]
    [InlineData("""{"secret":{"a":1},"token":7}""", """{"secret":"***","token":"***"}""")]
    [InlineData("""{"smtp":{"password":"p","port":25},"list":[{"token":"t"},[{"token":"t"}],null,1]}""", """{"smtp":{"password":"***","port":25},"list":[{"token":"***"},[{"token":"***"}],null,1]}""")]
    public void Secrets_are_masked_at_every_depth(string config, string shown) => AssertSame(shown, SecretMask.Apply(Parse(config)));

    [Theory]
    [InlineData("""{"url":"new","api_key":"***"}""", """{"url":"new","api_key":"k"}""")]
    [InlineData("""{"url":"new","api_key":""}""", """{"url":"new","api_key":"k"}""")]
    [InlineData("""{"url":"new"}""", """{"url":"new","api_key":"k"}""")]
    [InlineData("""{"url":"new","api_key":null}""", """{"url":"new"}""")]
    [InlineData("""{"api_key":"k2"}""", """{"api_key":"k2"}""")]
    [InlineData("""{"api_key":["k3"]}""", """{"api_key":["k3"]}""")]
    [InlineData("""{"other_token":"***"}""", """{"api_key":"k"}""")]
    public void A_masked_empty_or_absent_secret_is_kept(string sent, string merged) =>
        AssertSame(merged, SecretMask.Merge(Parse(sent), Parse("""{"url":"old","api_key":"k","channel":"#ops"}""")));

    [Fact]
    public void Nested_secrets_are_kept_too() => AssertSame(
        """{"smtp":{"port":26,"password":"p"},"fresh":{"x":1}}""",
        SecretMask.Merge(Parse("""{"smtp":{"port":26,"password":"***"},"fresh":{"x":1,"token":"***"}}"""), Parse("""{"smtp":{"port":25,"password":"p"}}""")));

    [Fact]
    public void A_list_item_that_moved_takes_its_own_secret_along_and_no_other() => AssertSame(
        """{"targets":[{"host":"b","token":"tb"},{"host":"a","token":"ta"},{"host":"evil"}]}""",
        SecretMask.Merge(
            Parse("""{"targets":[{"host":"b","token":"***"},{"host":"a","token":"***"},{"host":"evil","token":"***"}]}"""),
            Parse("""{"targets":[{"host":"a","token":"ta"},{"host":"b","token":"tb"}]}""")));

    [Fact]
    public void What_was_shown_and_sent_back_changes_nothing()
    {
        var stored = """{"url":"u","password":"p","nested":{"token":"t","list":[{"secret":"s","x":[1,{"api_key":"k"}]}]},"empty":{}}""";

        AssertSame(stored, SecretMask.Merge(SecretMask.Apply(Parse(stored)), Parse(stored)));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static void AssertSame(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(Parse(expected), actual), $"expected {expected}, got {actual.ToJsonString()}");
}
