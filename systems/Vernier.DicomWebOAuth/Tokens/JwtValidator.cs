using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>
/// Validates signed JSON Web Tokens (RFC 7519): signature and algorithm, expiration, which is required, and, if configured, issuer and audience.
/// Thread-safe.
/// </summary>
internal sealed class JwtValidator
{
    private const string CriticalHeader = "crit";

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters;

    private JwtValidator(DicomWebServerOptions server, TimeProvider time)
    {
        var skew = server.JWTClockSkew;
        _parameters = new TokenValidationParameters
        {
            IssuerSigningKey = JwtKey.Parse(server.JWTPublicKey),
            ValidAlgorithms = server.JWTAlgorithms,
            RequireSignedTokens = true,
            ValidateIssuer = server.JWTIssuer.Length > 0,
            ValidIssuer = server.JWTIssuer,
            ValidateAudience = server.JWTAudience.Count > 0,
            ValidAudiences = server.JWTAudience,
            // The default uses the system clock instead of the time provider.
            LifetimeValidator = (notBefore, expires, _, _) => ValidateLifetime(notBefore, expires, time.GetUtcNow().UtcDateTime, skew),
        };
    }

    /// <summary>Creates the validator of a server; null if the server has no <c>JWTPublicKey</c>.</summary>
    public static JwtValidator? Create(DicomWebServerOptions server, TimeProvider time) => server.JWTPublicKey.Length == 0 ? null : new JwtValidator(server, time);

    /// <summary>Finds the first error of a token; null if the token is valid. The text never contains any part of the token.</summary>
    public async Task<string?> FindErrorAsync(string token)
    {
        JsonWebToken parsed;
        try
        {
            parsed = _handler.ReadJsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return "The token is not a valid JWT.";
        }

        // Checked first, because the handler reports a disallowed algorithm as an invalid signature.
        if (!_parameters.ValidAlgorithms.Contains(parsed.Alg))
            return "The signature algorithm of the token is not listed in JWTAlgorithms.";
        // RFC 7515, section 4.1.11: an extension that is not understood. The handler ignores the header.
        if (parsed.TryGetHeaderValue<object>(CriticalHeader, out _))
            return "The token requires extensions that are not supported (crit).";
        var result = await _handler.ValidateTokenAsync(parsed, _parameters).ConfigureAwait(false);
        return result.IsValid ? null : Describe(result.Exception);
    }

    private static bool ValidateLifetime(DateTime? notBefore, DateTime? expires, DateTime now, TimeSpan skew)
    {
        if (expires is null)
            throw new SecurityTokenNoExpirationException();
        if (expires <= now - skew)
            throw new SecurityTokenExpiredException();
        return notBefore is null || notBefore <= now + skew ? true : throw new SecurityTokenNotYetValidException();
    }

    private static string Describe(Exception exception) => exception switch
    {
        SecurityTokenNoExpirationException => "The token has no expiration time (exp).",
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet (nbf).",
        SecurityTokenInvalidIssuerException => "The issuer of the token does not match JWTIssuer.",
        SecurityTokenInvalidAudienceException => "The audience of the token does not match JWTAudience.",
        SecurityTokenInvalidSignatureException => "The signature of the token does not match JWTPublicKey.",
        _ => "The token is not a valid JWT.",
    };
}
