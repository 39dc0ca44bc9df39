using System.ComponentModel.DataAnnotations;

namespace Vernier.Push.Loop;

/// <summary>Checks where a push goes and by whose authority. What is secret is in none of the texts.</summary>
internal static class PushTargetRules
{
    public static IEnumerable<ValidationResult> Check(PushOptions options)
    {
        if (CheckUrl(options.Url) is { } mistake)
            yield return new ValidationResult(mistake, [nameof(PushOptions.Url)]);

        var hasUser = !string.IsNullOrEmpty(options.BasicAuthUser);
        var hasPassword = !string.IsNullOrEmpty(options.BasicAuthPassword);
        var hasToken = !string.IsNullOrEmpty(options.BearerToken);
        if (hasUser != hasPassword)
            yield return new ValidationResult("must be set together.", [nameof(PushOptions.BasicAuthUser), nameof(PushOptions.BasicAuthPassword)]);
        if (hasToken && (hasUser || hasPassword))
            yield return new ValidationResult("must not be set together; choose one.", [nameof(PushOptions.BasicAuthUser), nameof(PushOptions.BearerToken)]);
        if (hasUser && options.BasicAuthUser!.Any(c => c == ':' || char.IsControl(c)))
            yield return new ValidationResult("must have no colon and no control characters.", [nameof(PushOptions.BasicAuthUser)]);
        if (hasPassword && options.BasicAuthPassword!.Any(char.IsControl))
            yield return new ValidationResult("must have no control characters.", [nameof(PushOptions.BasicAuthPassword)]);
        // RFC 6750, section 2.1: b64token.
        if (hasToken && !options.BearerToken!.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c)))
            yield return new ValidationResult("must have nothing but letters, digits and - . _ ~ + / =", [nameof(PushOptions.BearerToken)]);
    }

    private static string? CheckUrl(Uri? url)
    {
        if (url is null)
            return "is not set; it must be an http or https URL, e.g. http://localhost:9091";
        if (!url.IsAbsoluteUri)
            return $"is '{url}'; it must be an http or https URL, e.g. http://localhost:9091";
        // The user's part is not shown: it may be a password.
        if (url.UserInfo != "")
            return $"has a user or password in it; set {nameof(PushOptions.BasicAuthUser)} and {nameof(PushOptions.BasicAuthPassword)} instead.";
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            return $"is '{url}'; it must be an http or https URL, e.g. http://localhost:9091";
        return url.Fragment != "" ? $"is '{url}'; it must have no fragment." : null;
    }
}
