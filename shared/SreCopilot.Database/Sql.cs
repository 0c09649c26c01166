using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace SreCopilot.Database;

/// <summary>
/// SQL written as an interpolated string whose holes become parameters, never text:
/// <c>$"select id from users where email = {email}"</c> is sent as <c>select id from users where email = $1</c>.
/// A plain string does not convert to it, so text from outside cannot end up in a command.
/// A hole that is itself a <see cref="Sql"/> is inserted with its parameters: <c>$"select ... {filter} order by id"</c>.
/// </summary>
/// <remarks>One instance is one execution; the same place in the code always produces the same command text.</remarks>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly List<object> _parts;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Characters outside the holes.</param>
    /// <param name="formattedCount">Number of holes.</param>
    public Sql(int literalLength, int formattedCount) => _parts = new List<object>((formattedCount * 2) + Math.Min(literalLength, 1));

    /// <summary>Called by the compiler: text between the holes.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _parts.Add(value);

    /// <summary>Called by the compiler: a hole, sent as a typed parameter.</summary>
    /// <param name="value">The value; null is SQL null.</param>
    /// <typeparam name="T">Decides the PostgreSQL type.</typeparam>
    public void AppendFormatted<T>(T value) => _parts.Add(new NpgsqlParameter<T> { TypedValue = value });

    /// <summary>Called by the compiler: a piece of SQL with parameters of its own.</summary>
    /// <param name="fragment">The piece.</param>
    public void AppendFormatted(Sql fragment)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        _parts.AddRange(fragment._parts);
    }

    internal NpgsqlCommand ToCommand(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var command = new NpgsqlCommand { Connection = connection, Transaction = transaction };
#pragma warning disable CA2100 // The text is made of literals of the source only; see the type's summary.
        command.CommandText = Write(command.Parameters);
#pragma warning restore CA2100
        return command;
    }

    internal NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = Write(command.Parameters);
#pragma warning restore CA2100
        return command;
    }

    private string Write(NpgsqlParameterCollection parameters)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part is NpgsqlParameter parameter)
            {
                parameters.Add(parameter);
                text.Append('$').Append(parameters.Count);
            }
            else
            {
                text.Append((string)part);
            }
        }

        return text.ToString();
    }
}
