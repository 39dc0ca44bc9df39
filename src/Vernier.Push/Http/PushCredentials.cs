using System.Net.Http.Headers;
using System.Text;
using Vernier.Push.Loop;

namespace Vernier.Push.Http;

/// <summary>The credentials of a push, and the secrets that must not appear in logs.</summary>
internal sealed class PushCredentials
{
    private readonly string[] _secrets;

    public PushCredentials(PushOptions options)
    {
        if (!string.IsNullOrEmpty(options.BearerToken))
        {
            Header = new AuthenticationHeaderValue("Bearer", options.BearerToken);
            _secrets = [options.BearerToken];
        }
        else if (!string.IsNullOrEmpty(options.BasicAuthUser) && !string.IsNullOrEmpty(options.BasicAuthPassword))
        {
            // RFC 7617, section 2.1: UTF-8.
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.BasicAuthUser}:{options.BasicAuthPassword}"));
            Header = new AuthenticationHeaderValue("Basic", pair);
            _secrets = [pair, options.BasicAuthPassword];
        }
        else
        {
            _secrets = [];
        }
    }

    /// <summary>The header <c>Authorization</c>; null for none.</summary>
    public AuthenticationHeaderValue? Header { get; }

    /// <summary>Removes the secrets from a text: a server may repeat them in its response.</summary>
    public string Redact(string text) => _secrets.Aggregate(text, (kept, secret) => kept.Replace(secret, "***", StringComparison.Ordinal));
}
