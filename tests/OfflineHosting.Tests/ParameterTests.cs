namespace OfflineHosting.Tests;

public class ParameterTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Parameters:llm-model=configured")]
    [InlineData("--Parameters:llm_model=configured")]
    public async Task Value_comes_from_configuration(string arg)
    {
        var parameter = Model.Run(arg).AddParameter("llm-model");

        Assert.Equal("configured", await parameter.Resource.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Given_value_wins_over_configuration()
    {
        var parameter = Model.Run("--Parameters:name=configured").AddParameter("name", "given");

        Assert.Equal("given", await parameter.Resource.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Configuration_wins_over_a_default()
    {
        var parameter = Model.Run("--Parameters:key=configured").AddParameter("key", new GenerateParameterDefault { MinLength = 10 }, secret: true);

        Assert.Equal("configured", await parameter.Resource.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Value_may_stand_elsewhere_in_configuration()
    {
        var parameter = Model.Run("--Somewhere:Else=x").AddParameterFromConfiguration("name", "Somewhere:Else");

        Assert.Equal("x", await parameter.Resource.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Missing_value_is_an_error_that_names_where_to_set_it()
    {
        var parameter = Model.Run().AddParameter("jwt-secret-key", secret: true);

        var exception = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await parameter.Resource.GetValueAsync(CancellationToken));

        Assert.Contains("Parameters:jwt-secret-key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generated_value_is_kept_in_user_secrets_in_development()
    {
        var parameter = Model.Run("--environment", "Development").AddParameter("kept", new GenerateParameterDefault { MinLength = 30 }, secret: true, persist: true);

        var value = await parameter.Resource.GetValueAsync(CancellationToken);

        Assert.Equal(value, TestUserSecrets.Read("Parameters:kept"));
        var next = Model.Run("--environment", "Development").AddParameter("kept", new GenerateParameterDefault { MinLength = 30 }, secret: true, persist: true);
        Assert.Equal(value, await next.Resource.GetValueAsync(CancellationToken));
    }

    [Fact]
    public async Task Generated_password_of_a_server_is_kept_too()
    {
        var redis = Model.Run("--environment", "Development").AddRedis("kept-redis");

        var password = await redis.Resource.PasswordParameter!.GetValueAsync(CancellationToken);

        Assert.Equal(22, password!.Length);
        Assert.All(password, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
        Assert.Equal(password, TestUserSecrets.Read("Parameters:kept-redis-password"));
    }

    [Theory]
    [InlineData("not-persisted", false, "Development", "run")]
    [InlineData("in-production", true, "Production", "run")]
    [InlineData("published", true, "Development", "publish")]
    public async Task Generated_value_is_not_kept_otherwise(string name, bool persist, string environment, string operation)
    {
        var builder = Model.Run("--environment", environment, "--operation", operation);
        var parameter = builder.AddParameter(name, new GenerateParameterDefault { MinLength = 10 }, secret: true, persist: persist);

        await parameter.Resource.GetValueAsync(CancellationToken);

        Assert.Null(TestUserSecrets.Read($"Parameters:{name}"));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task File_of_user_secrets_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");
        var parameter = Model.Run("--environment", "Development").AddParameter("mode", new GenerateParameterDefault { MinLength = 5 }, persist: true);

        await parameter.Resource.GetValueAsync(CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TestUserSecrets.FilePath));
    }

    [Fact]
    public void Generated_value_has_what_is_asked_for()
    {
        var value = new GenerateParameterDefault { MinLength = 40, Lower = false, MinUpper = 3, MinNumeric = 4, MinSpecial = 5 }.GetDefaultValue();

        Assert.Equal(40, value.Length);
        Assert.DoesNotContain(value, char.IsAsciiLetterLower);
        Assert.True(value.Count(char.IsAsciiLetterUpper) >= 3);
        Assert.True(value.Count(char.IsAsciiDigit) >= 4);
        Assert.True(value.Count(character => !char.IsAsciiLetterOrDigit(character)) >= 5);
    }

    [Fact]
    public void Impossible_generation_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new GenerateParameterDefault { Numeric = false, MinNumeric = 1 }.GetDefaultValue());
        Assert.Throws<ArgumentException>(() => new GenerateParameterDefault { Lower = false, Upper = false, Numeric = false, Special = false }.GetDefaultValue());
    }

    [Fact]
    public async Task Manifest_has_a_default_only_where_it_may()
    {
        var builder = Model.Publish();
        builder.AddParameter("hidden", "value");
        builder.AddParameter("shown", "value", publishValueAsDefault: true);

        var manifest = await builder.ManifestAsync();

        Assert.Null(manifest["hidden"]!["inputs"]!["value"]!["default"]);
        Assert.Equal("value", manifest["shown"]!["inputs"]!["value"]!["default"]!["value"]!.GetValue<string>());
        Assert.Throws<ArgumentException>(() => builder.AddParameter("secret", "value", publishValueAsDefault: true, secret: true));
    }

    [Fact]
    public async Task Secret_parameter_is_not_a_build_argument()
    {
        var builder = Model.Publish();
        var secret = builder.AddParameter("secret", secret: true);
        var container = builder.AddDockerfile("image", "../context");

        Assert.Throws<InvalidOperationException>(() => container.WithBuildArg("SECRET", secret));
        container.WithBuildSecret("SECRET", secret);

        Assert.Equal("{secret.value}", (await builder.ManifestAsync())["image"]!["build"]!["secrets"]!["SECRET"]!["value"]!.GetValue<string>());
    }
}
