using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>Runs every <c>ValidateOnStart</c> check before the host starts, so that a mistake is one readable line.</summary>
internal static class StartupValidation
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    private const int ConfigurationErrorExitCode = 78;

    public static IReadOnlyList<string> FindMistakes(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or OverflowException or ArgumentException)
        {
            // The configuration binder could not read a number, an enumeration or the like; its message names key and value.
            return [exception.Message];
        }
    }

    /// <summary>Prints one line per mistake.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(string service, IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            Console.Error.WriteLine($"{service} cannot start: {mistake}");
        }

        return ConfigurationErrorExitCode;
    }
}
