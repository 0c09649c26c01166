using Npgsql;

namespace SreCopilot.Database;

/// <summary>Reading columns that may be null.</summary>
public static class NpgsqlDataReaderExtensions
{
    /// <summary>Reads a column of a value type that may be null.</summary>
    /// <param name="reader">The reader at a row.</param>
    /// <param name="ordinal">The column, from 0.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <returns>The value, or null.</returns>
    public static T? GetValueOrNull<T>(this NpgsqlDataReader reader, int ordinal)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<T>(ordinal);
    }

    /// <summary>Reads a text column that may be null.</summary>
    /// <param name="reader">The reader at a row.</param>
    /// <param name="ordinal">The column, from 0.</param>
    /// <returns>The text, or null.</returns>
    public static string? GetStringOrNull(this NpgsqlDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }
}
