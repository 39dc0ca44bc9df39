using System.ComponentModel.DataAnnotations;

namespace Vernier.Push.Loop;

/// <summary>Validates the URL and the credentials of a target. The messages contain no secrets.</summary>
internal static class PushTargetRules
{
    private const string UrlRule = "must be an http or https URL, for example http://localhost:9091.";

    public static IEnumerable<ValidationResult> Check(PushOptions options)
    {
        if (CheckUrl(options.Url) is { } failure)
            yield return new ValidationResult(failure, [nameof(PushOptions.Url)]);

        var hasUser = !string.IsNullOrEmpty(options.BasicAuthUser);
        var hasPassword = !string.IsNullOrEmpty(options.BasicAuthPassword);
        var hasToken = !string.IsNullOrEmpty(options.BearerToken);
        // Not the same as null: the value of a variable that is not set must not turn authentication off.
        foreach (var (name, value) in Credentials(options).Where(credential => credential.Value is not null && string.IsNullOrWhiteSpace(credential.Value)))
            yield return new ValidationResult("must not be empty; set null for no authentication.", [name]);
        if (hasUser != hasPassword)
            yield return new ValidationResult("must be set together.", [nameof(PushOptions.BasicAuthUser), nameof(PushOptions.BasicAuthPassword)]);
        if (hasToken && (hasUser || hasPassword))
            yield return new ValidationResult("must not be set together.", [nameof(PushOptions.BasicAuthUser), nameof(PushOptions.BearerToken)]);
        if (hasUser && options.BasicAuthUser!.Any(c => c == ':' || char.IsControl(c)))
            yield return new ValidationResult("must not contain colons or control characters.", [nameof(PushOptions.BasicAuthUser)]);
        if (hasPassword && options.BasicAuthPassword!.Any(char.IsControl))
            yield return new ValidationResult("must not contain control characters.", [nameof(PushOptions.BasicAuthPassword)]);
        // RFC 6750, section 2.1: b64token.
        if (hasToken && !options.BearerToken!.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c)))
            yield return new ValidationResult("must consist of letters, digits and - . _ ~ + / =.", [nameof(PushOptions.BearerToken)]);
    }

    private static IEnumerable<(string Name, string? Value)> Credentials(PushOptions options) =>
    [
        (nameof(PushOptions.BearerToken), options.BearerToken),
        (nameof(PushOptions.BasicAuthUser), options.BasicAuthUser),
        (nameof(PushOptions.BasicAuthPassword), options.BasicAuthPassword),
    ];

    private static string? CheckUrl(Uri? url)
    {
        if (url is null)
            return $"a value is required; {UrlRule}";
        if (!url.IsAbsoluteUri)
            return $"invalid value '{url}'; {UrlRule}";
        // The URL is not shown: it may contain a password.
        if (url.UserInfo != "")
            return $"must not contain a user or password; set {nameof(PushOptions.BasicAuthUser)} and {nameof(PushOptions.BasicAuthPassword)} instead.";
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            return $"invalid value '{url}'; {UrlRule}";
        return url.Fragment != "" ? $"invalid value '{url}'; must not have a fragment." : null;
    }
}
