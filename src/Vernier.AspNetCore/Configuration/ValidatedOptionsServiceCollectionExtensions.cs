using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers options that are bound to configuration and validated.</summary>
public static class ValidatedOptionsServiceCollectionExtensions
{
    /// <summary>
    /// Registers options that are bound to a section and validated when the application starts, as <see cref="ValidatedOptions"/> does it. One
    /// <see cref="OptionsValidationException"/> reports all failures, each with its full key, the invalid value and what is allowed. Call it once
    /// for an options class.
    /// </summary>
    /// <typeparam name="TOptions">The options class, with public settable properties.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section; null leaves the defaults, and what the application configures in code is validated.</param>
    /// <param name="settings">How to read the section; null for the defaults.</param>
    /// <returns>The builder of the options.</returns>
    [RequiresUnreferencedCode(ValidatedOptions.Reflection)]
    [RequiresDynamicCode(ValidatedOptions.Reflection)]
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(
        this IServiceCollection services, IConfigurationSection? section = null, ValidatedOptionsSettings? settings = null)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        var configured = new ConfiguredOptions<TOptions>((IConfiguration?)section ?? new ConfigurationBuilder().Build(), settings ?? new());
        services.AddSingleton<IConfigureOptions<TOptions>>(configured);
        services.AddSingleton<IValidateOptions<TOptions>>(configured);
        return services.AddOptions<TOptions>().ValidateOnStart();
    }
}
