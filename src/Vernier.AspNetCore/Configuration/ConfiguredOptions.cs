using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Binds a section to options, and validates the result after all other configuration of the options.</summary>
[RequiresUnreferencedCode(ValidatedOptions.Reflection)]
[RequiresDynamicCode(ValidatedOptions.Reflection)]
internal sealed class ConfiguredOptions<TOptions>(IConfiguration section, ValidatedOptionsSettings settings)
    : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public void Configure(TOptions options) => ValidatedOptions.Bind(options, section, settings);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        // The failures of binding are lost in the options; binding again finds them.
        var failures = ValidatedOptions.Bind(new TOptions(), section, settings);
        ValidatedOptions.Check(options, (section as IConfigurationSection)?.Path ?? "", failures, settings);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures.Select(f => f.ToString()));
    }
}
