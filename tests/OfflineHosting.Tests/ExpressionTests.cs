namespace OfflineHosting.Tests;

public class ExpressionTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redis", "cond-redis-bindings-tcp-tlsenabled-d148d83a")]
    [InlineData("cache", "cond-cache-bindings-tcp-tlsenabled-3eddb73a")]
    public void Choice_is_named_like_in_the_golden_manifests(string name, string expected)
    {
        var redis = Model.Publish().AddRedis(name).WithPassword(null);

        Assert.EndsWith($"{{{expected}.connectionString}}", redis.Resource.ConnectionStringExpression.ValueExpression, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", "on")]
    [InlineData("YES", "on")]
    [InlineData("no", "off")]
    public async Task Choice_follows_its_condition(string value, string expected)
    {
        var condition = Model.Run().AddParameter("condition", value);

        var choice = ReferenceExpression.CreateConditional(condition.Resource, "yes", ReferenceExpression.Create($"on"), ReferenceExpression.Create($"off"));

        Assert.Equal(expected, await choice.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Values_fill_their_places_in_the_given_format()
    {
        var password = Model.Run().AddParameter("password", "a b&c");

        var expression = ReferenceExpression.Create($"plain={password};uri={password:uri};{{literal}}");

        Assert.Equal("plain=a b&c;uri=a%20b%26c;{literal}", await expression.GetValueAsync(CancellationToken));
        Assert.Equal("plain={password.value};uri={password.value};{literal}", expression.ValueExpression);
    }

    [Fact]
    public async Task Expression_inside_another_keeps_its_values_apart()
    {
        var builder = Model.Run();
        var one = builder.AddParameter("one", "1");
        var two = builder.AddParameter("two", "2");
        var inner = ReferenceExpression.Create($"{{{one}}}-{two}");

        var outer = ReferenceExpression.Create($"{two}:{inner}:{one}");

        Assert.Equal("2:{1}-2:1", await outer.GetValueAsync(CancellationToken));
        Assert.Equal(4, outer.ValueProviders.Count);
    }

    [Fact]
    public async Task Builder_collects_pieces()
    {
        var parameter = Model.Run().AddParameter("value", "v");
        var builder = new ReferenceExpressionBuilder();
        Assert.True(builder.IsEmpty);

        builder.AppendLiteral("a=");
        builder.Append($"{parameter},b=");
        builder.AppendFormatted("x y", "uri");

        Assert.Equal("a=v,b=x%20y", await builder.Build().GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Empty_expression_has_no_value()
    {
        Assert.Null(await ReferenceExpression.Empty.GetValueAsync(CancellationToken));
    }

    [Fact]
    public void Unknown_format_is_refused()
    {
        Assert.Throws<FormatException>(() => new ReferenceExpressionBuilder().AppendFormatted("x", "hex"));
    }
}
