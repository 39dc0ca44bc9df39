using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>Validates options of a site that were set in code, with the rules that apply to configuration.</summary>
internal static class SiteOptionsValidation
{
    /// <exception cref="OptionsValidationException">Options are invalid; the message contains all errors.</exception>
    public static void ThrowIfInvalid(PangolinSiteOptions options)
    {
        var services = new ServiceCollection();
        services.AddValidatedOptions<PangolinSiteOptions>();
        using var provider = services.BuildServiceProvider();
        var failures = provider.GetServices<IValidateOptions<PangolinSiteOptions>>()
            .SelectMany(rules => rules.Validate(Options.DefaultName, options).Failures ?? [])
            .ToList();
        if (failures.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(PangolinSiteOptions), failures);
    }
}
