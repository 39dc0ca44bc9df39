using Microsoft.Extensions.Options;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth;

/// <summary>Finds every mistake in the values. Written by hand, because a mistake in a server names that server.</summary>
internal sealed class DicomWebOAuthOptionsValidator : IValidateOptions<DicomWebOAuthOptions>
{
    public const string NoServer = "Servers: there is no server; at least one is required (CFG-001).";

    private const int LongestName = 100;

    public ValidateOptionsResult Validate(string? name, DicomWebOAuthOptions options)
    {
        string[] mistakes = [.. Mistakes(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(DicomWebOAuthOptions options)
    {
        if (options.Port is < 0 or > 65535)
            yield return $"port: {options.Port} is not a port; allowed are 1 to 65535, and 0 for any free one (CFG-002).";
        if (options.ConfigVersion is not ("1.0" or "2.0"))
            yield return $"ConfigVersion: '{options.ConfigVersion}' is not known; allowed are 1.0 and 2.0 (CFG-002).";
        if (options.RateLimitRequests < 1)
            yield return $"RateLimitRequests: {options.RateLimitRequests} is not allowed; it is 1 or more (CFG-002).";
        if (options.RateLimitWindowSeconds is < 1 or > 86_400)
            yield return $"RateLimitWindowSeconds: {options.RateLimitWindowSeconds} is not allowed; it is 1 to 86400 (CFG-002).";
        if (options.Servers.Count == 0)
            yield return NoServer;
        foreach ((var server, var settings) in options.Servers)
        {
            if (!IsName(server))
                yield return $"Servers:{server}: the name of a server is 1 to {LongestName} letters, digits, and any of . _ - (CFG-002).";
            foreach (var mistake in ServerRules.Mistakes($"Servers:{server}", settings))
                yield return mistake;
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c, StringComparison.Ordinal));
}
