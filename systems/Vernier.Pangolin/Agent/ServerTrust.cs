using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Vernier.Pangolin.Agent;

/// <summary>Checks the certificate of the server against the authorities of a file.</summary>
internal static class ServerTrust
{
    /// <summary>Returns the check; null for that of the system.</summary>
    /// <param name="file">A PEM file with certificates, or null.</param>
    /// <exception cref="OptionsValidationException">The file cannot be read.</exception>
    public static RemoteCertificateValidationCallback? Of<TOptions>(string? file)
    {
        if (file is null)
            return null;
        var authorities = Load<TOptions>(file);
        return (_, certificate, chain, errors) => IsTrusted(authorities, certificate, chain, errors);
    }

    private static bool IsTrusted(X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? received, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (received is not null)
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        return chain.Build(server);
    }

    private static X509Certificate2Collection Load<TOptions>(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Invalid(exception.Message);
        }
        return certificates.Count > 0 ? certificates : throw Invalid("The file contains no certificates.");

        OptionsValidationException Invalid(string reason) =>
            new(Options.DefaultName, typeof(TOptions), [$"ca_file: invalid value '{file}'; must be a readable PEM file with certificates. {reason}"]);
    }
}
