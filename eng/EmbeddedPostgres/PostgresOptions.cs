using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>What the environment says about the server.</summary>
internal sealed record PostgresOptions
{
    /// <summary>POSTGRES_PORT: port on 127.0.0.1. Mandatory.</summary>
    public required int Port { get; init; }

    /// <summary>POSTGRES_DATA_DIR: where the database lives. Default <c>.data/postgres</c> in the repository.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>POSTGRES_BINARIES: folder with <c>bin/postgres</c>. Default: installed with npm into <c>.tools/postgres</c>.</summary>
    public required string? Binaries { get; init; }

    /// <summary>POSTGRES_DB: database of the application. Default <c>srecopilot</c>.</summary>
    public required string Database { get; init; }

    /// <summary>POSTGRES_USER: role of the application, owner of the database, not a superuser. Default <c>srecopilot</c>.</summary>
    public required string User { get; init; }

    /// <summary>POSTGRES_PASSWORD: password of that role. Mandatory; there is no default.</summary>
    public required string Password { get; init; }

    public static PostgresOptions Read(Settings settings)
    {
        var options = new PostgresOptions
        {
            Port = settings.Port("POSTGRES_PORT"),
            DataDirectory = settings.Folder("POSTGRES_DATA_DIR", ".data/postgres"),
            Binaries = settings.Optional("POSTGRES_BINARIES") is { } folder ? Path.GetFullPath(folder, RepositoryRoot.Path) : null,
            Database = settings.Text("POSTGRES_DB", "srecopilot"),
            User = settings.Text("POSTGRES_USER", "srecopilot"),
            Password = settings.Required("POSTGRES_PASSWORD"),
        };

        if (options.User == Superuser.Name || options.User.StartsWith("pg_", StringComparison.Ordinal))
        {
            settings.Refuse($"POSTGRES_USER is '{options.User}': that name belongs to PostgreSQL itself; choose another for the application's role.");
        }

        if (options.Database is "postgres" or "template0" or "template1")
        {
            settings.Refuse($"POSTGRES_DB is '{options.Database}': that database belongs to PostgreSQL itself; choose another name.");
        }

        return options;
    }
}
