using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.ServiceDefaults.Configuration;

namespace SreCopilot.Database;

/// <summary>Puts the options together from configuration and says everything that is wrong with them at once.</summary>
internal sealed class DatabaseOptionsSetup(IConfiguration configuration, string service, string schema)
    : IConfigureOptions<DatabaseOptions>, IValidateOptions<DatabaseOptions>
{
    public void Configure(DatabaseOptions options)
    {
        options.Schema = schema;
        options.MaximumPoolSize = Number(options, nameof(options.MaximumPoolSize), options.MaximumPoolSize, 1, 100);
        options.IdleLifetimeSeconds = Number(options, nameof(options.IdleLifetimeSeconds), options.IdleLifetimeSeconds, 1, 3600);
        options.ConnectTimeoutSeconds = Number(options, nameof(options.ConnectTimeoutSeconds), options.ConnectTimeoutSeconds, 1, 60);
        options.CommandTimeoutSeconds = Number(options, nameof(options.CommandTimeoutSeconds), options.CommandTimeoutSeconds, 1, 600);
        options.ConnectionString = Address(options)?.ConnectionString ?? "";
    }

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) =>
        options.Problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Problems);

    private int Number(DatabaseOptions options, string key, int fallback, int least, int most)
    {
        var text = configuration[$"{DatabaseOptions.SectionName}:{key}"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        options.Problems.Add($"{DatabaseOptions.SectionName}__{key} must be a whole number from {least} to {most}.");
        return fallback;
    }

    private NpgsqlConnectionStringBuilder? Address(DatabaseOptions options)
    {
        var address = configuration.GetConnectionString(DatabaseOptions.ConnectionName) is { Length: > 0 } text
            ? Parse(text, options)
            : FromVariables(options);

        if (address is null)
        {
            return null;
        }

        // What the operator wrote into the connection string wins over our defaults.
        SetDefault("Maximum Pool Size", options.MaximumPoolSize);
        SetDefault("Connection Idle Lifetime", options.IdleLifetimeSeconds);
        SetDefault("Timeout", options.ConnectTimeoutSeconds);
        SetDefault("Command Timeout", options.CommandTimeoutSeconds);
        SetDefault("Application Name", service);
        address.SearchPath = options.Schema;
        address.PersistSecurityInfo = false;
        return address;

        void SetDefault(string keyword, object value)
        {
            if (!address.ShouldSerialize(keyword))
            {
                address[keyword] = value;
            }
        }
    }

    private static NpgsqlConnectionStringBuilder? Parse(string text, DatabaseOptions options)
    {
        try
        {
            var address = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(address.Host))
            {
                options.Problems.Add("ConnectionStrings__srecopilot names no Host. Expected: Host=...;Port=...;Database=...;Username=...;Password=...");
            }

            if (address.Password is { } password && SecretRules.FindPasswordMistake("Password", password) is not null)
            {
                options.Problems.Add("ConnectionStrings__srecopilot holds a placeholder instead of the database password. Put the real one in.");
            }

            return address;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The exception's text may quote the string and with it the password.
            options.Problems.Add("ConnectionStrings__srecopilot is not a PostgreSQL connection string. Expected: Host=...;Port=...;Database=...;Username=...;Password=...");
            return null;
        }
    }

    private NpgsqlConnectionStringBuilder? FromVariables(DatabaseOptions options)
    {
        if (configuration["POSTGRES_HOST"] is not { Length: > 0 } host)
        {
            options.Problems.Add("No database is configured: set ConnectionStrings__srecopilot, or POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD.");
            return null;
        }

        var password = configuration["POSTGRES_PASSWORD"];
        if (SecretRules.FindPasswordMistake("POSTGRES_PASSWORD", password) is not null)
        {
            options.Problems.Add("POSTGRES_PASSWORD is not set or still a placeholder. Give it the password of the database user (in the cluster: in the Secret common-secrets).");
        }

        var port = 5432;
        if (configuration["POSTGRES_PORT"] is { Length: > 0 } portText
            && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            options.Problems.Add("POSTGRES_PORT must be a port number from 1 to 65535.");
            port = 5432;
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Database = configuration["POSTGRES_DB"] is { Length: > 0 } database ? database : "srecopilot",
            Username = configuration["POSTGRES_USER"] is { Length: > 0 } user ? user : "srecopilot",
            Password = password,
        };
    }
}
