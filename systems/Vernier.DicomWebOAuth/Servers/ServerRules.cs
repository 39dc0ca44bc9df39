using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vernier.DicomWebOAuth.Servers;

/// <summary>What the settings of a server have to keep. A mistake names the key, the value unless it may be secret, what is allowed, and the code.</summary>
internal static class ServerRules
{
    private const double LongestTime = 86_400;

    public static IEnumerable<string> Mistakes(string key, DicomWebServerOptions server)
    {
        var mistakes = new List<string>();
        var needsClient = server.ProviderType != ProviderType.AzureManagedIdentity;
        CheckUrl($"{key}:Url", server.Url, required: true, mistakes);
        CheckUrl($"{key}:TokenEndpoint", server.TokenEndpoint, needsClient, mistakes);
        if (needsClient)
        {
            Require($"{key}:ClientId", server.ClientId, mistakes);
            Require($"{key}:ClientSecret", server.ClientSecret, mistakes);
        }
        else
        {
            Require($"{key}:Scope", server.Scope, mistakes);
        }

        CheckRange($"{key}:TokenRefreshBufferSeconds", server.TokenRefreshBufferSeconds, 0, 3600, mistakes);
        CheckTrust($"{key}:VerifySSL", server.VerifySSL, mistakes);
        CheckJwt(key, server, mistakes);
        CheckResilience($"{key}:ResilienceConfig", server.ResilienceConfig, mistakes);
        return mistakes;
    }

    private static void CheckUrl(string key, string value, bool required, List<string> mistakes)
    {
        if (value.Length == 0 && !required)
            return;
        if (!Require(key, value, mistakes))
            return;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            mistakes.Add($"{key}: '{value}' is not a URL that starts with http:// or https:// (CFG-002).");
        else if (url.UserInfo.Length > 0)
            mistakes.Add($"{key}: a URL here has no user and no password (CFG-002).");
        else if (url.Query.Length > 0 && key.EndsWith(":Url", StringComparison.Ordinal) || url.Fragment.Length > 0)
            mistakes.Add($"{key}: '{value}' has a query or a fragment, which the root of a service has not (CFG-002).");
    }

    private static bool Require(string key, string value, List<string> mistakes)
    {
        if (value.Length > 0)
            return true;
        mistakes.Add($"{key}: is required (CFG-001).");
        return false;
    }

    private static void CheckTrust(string key, string value, List<string> mistakes)
    {
        if (bool.TryParse(value, out _))
            return;
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(value);
            if (certificates.Count > 0)
                return;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Told below.
        }

        mistakes.Add($"{key}: '{value}' is neither true nor false nor a file with certificates in PEM form (CFG-002).");
    }

    private static void CheckJwt(string key, DicomWebServerOptions server, List<string> mistakes)
    {
        CheckRange($"{key}:JWTClockSkewSeconds", server.JWTClockSkewSeconds, 0, 3600, mistakes);
        foreach (var algorithm in server.JWTAlgorithms.Where(a => !JwtKey.Algorithms.Contains(a)))
            mistakes.Add($"{key}:JWTAlgorithms: '{algorithm}' is not one of {string.Join(", ", JwtKey.Algorithms)} (CFG-002).");
        if (server.JWTPublicKey.Length > 0 && !JwtKey.IsValid(server.JWTPublicKey))
            mistakes.Add($"{key}:JWTPublicKey: is not a public RSA or EC key in PEM form (CFG-002).");
        if (server.JWTPublicKey.Length == 0 && (server.JWTIssuer.Length > 0 || server.JWTAudience.Count > 0))
            mistakes.Add($"{key}:JWTPublicKey: is required when JWTIssuer or JWTAudience is set; without it nothing is checked (CFG-001).");
    }

    private static void CheckResilience(string key, ResilienceOptions options, List<string> mistakes)
    {
        CheckRange($"{key}:CircuitBreakerFailureThreshold", options.CircuitBreakerFailureThreshold, 1, int.MaxValue, mistakes);
        CheckRange($"{key}:CircuitBreakerTimeout", options.CircuitBreakerTimeout, 0, LongestTime, mistakes);
        CheckRange($"{key}:RetryMaxAttempts", options.RetryMaxAttempts, 1, 100, mistakes);
        CheckRange($"{key}:RetryInitialDelay", options.RetryInitialDelay, 0, LongestTime, mistakes);
        CheckRange($"{key}:RetryMultiplier", options.RetryMultiplier, 1, 1000, mistakes);
        CheckRange($"{key}:RetryIncrement", options.RetryIncrement, 0, LongestTime, mistakes);
        if (options.RetryMaxDelay is { } longest)
            CheckRange($"{key}:RetryMaxDelay", longest, 0, LongestTime, mistakes);
    }

    private static void CheckRange(string key, double value, double least, double most, List<string> mistakes)
    {
        if (!(value >= least && value <= most))
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is not allowed; it is {least} to {most} (CFG-002)."));
    }
}
