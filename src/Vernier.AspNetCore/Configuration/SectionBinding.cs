using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Vernier.AspNetCore.Configuration;

/// <summary>
/// Binds the keys of a section to the properties of options. Unlike the plain binder it reports unknown keys, finds all mistakes at once (through
/// <see cref="IValidateOptions{TOptions}"/>), drops no list entry that it cannot read, and replaces a default list instead of adding to it.
/// </summary>
/// <param name="section">The section; one that does not exist changes nothing.</param>
/// <param name="validator">Checks the values; the path of the section is put before what it finds.</param>
internal sealed class SectionBinding<TOptions>(IConfigurationSection section, IValidateOptions<TOptions> validator) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public void Configure(TOptions options) => Bind(options);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var mistakes = Bind(new TOptions());
        var values = validator.Validate(name, options);
        mistakes.AddRange((values.Failures ?? []).Select(failure => $"{section.Path}:{failure}"));
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private List<string> Bind(TOptions options)
    {
        var mistakes = new List<string>();
        new SectionReader(mistakes).ReadInto(options, section);
        return mistakes;
    }
}
