using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;

namespace Vernier.DicomWebOAuth;

/// <summary>Binds the section of the configuration, with the values of environment variables in the place of <c>${NAME}</c>.</summary>
internal sealed class DicomWebOAuthBinding : IConfigureOptions<DicomWebOAuthOptions>, IValidateOptions<DicomWebOAuthOptions>
{
    private readonly IReadOnlyList<MissingVariable> _missing;
    private readonly SectionBinding<DicomWebOAuthOptions> _binding;
    private readonly string? _hidden;

    public DicomWebOAuthBinding(IConfigurationSection section, Func<string, string?> environment)
    {
        var complete = EnvironmentVariables.PutInto(section, environment, out _missing);
        _binding = new SectionBinding<DicomWebOAuthOptions>(complete, new DicomWebOAuthOptionsValidator());
        // Servers that cannot be read are a mistake of their own.
        _hidden = section.GetSection(nameof(DicomWebOAuthOptions.Servers)).Exists() ? $"{section.Path}:{DicomWebOAuthOptionsValidator.NoServer}" : null;
    }

    public void Configure(DicomWebOAuthOptions options) => _binding.Configure(options);

    public ValidateOptionsResult Validate(string? name, DicomWebOAuthOptions options)
    {
        // A value without its variable is wrong in other ways too, which would only hide the cause.
        var others = (_binding.Validate(name, options).Failures ?? [])
            .Where(mistake => mistake != _hidden && !_missing.Any(m => mistake.StartsWith(m.Key + ":", StringComparison.OrdinalIgnoreCase)))
            .Select(mistake => mistake.Contains("(CFG-", StringComparison.Ordinal) ? mistake : $"{mistake.TrimEnd('.')} (CFG-002).");
        string[] mistakes = [.. _missing.Select(m => $"{m.Key}: the environment variable {m.Variable} is not set (CFG-003)."), .. others];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
