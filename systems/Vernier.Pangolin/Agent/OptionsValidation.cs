using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Vernier.Pangolin.Agent;

/// <summary>Validates options that were set in code, with the rules that apply to configuration.</summary>
internal static class OptionsValidation
{
    /// <exception cref="OptionsValidationException">Options are invalid; the message contains all errors.</exception>
    public static void ThrowIfInvalid<TOptions>(TOptions options)
        where TOptions : class, new()
    {
        var services = new ServiceCollection();
        services.AddValidatedOptions<TOptions>();
        using var provider = services.BuildServiceProvider();
        var failures = provider.GetServices<IValidateOptions<TOptions>>()
            .SelectMany(rules => rules.Validate(Options.DefaultName, options).Failures ?? [])
            .ToList();
        if (failures.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), failures);
    }
}
