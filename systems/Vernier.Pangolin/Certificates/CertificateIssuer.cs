using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vernier.Pangolin.Certificates.Acme;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Certificates;

/// <summary>Orders a certificate for a host from the ACME server. Thread-safe.</summary>
internal sealed class CertificateIssuer(CertificateStore store, CertificateSeries series, PangolinSettings settings, TimeProvider time)
{
    /// <summary>How long a challenge is served if it is not removed, because the server crashed.</summary>
    private static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Orders a certificate, responds to the challenges, and returns the certificate with its key.</summary>
    /// <exception cref="AcmeException">The ACME server is unavailable or rejects the order, or the host cannot be validated.</exception>
    public async Task<IssuedRow> IssueAsync(string host, CancellationToken cancellation)
    {
        var options = settings.Current.Certificates.Acme ?? throw new AcmeException(AcmeEvent.Failed, "ACME is off. Set certificates: acme.");
        var account = await store.GetAccountAsync(options.Directory.AbsoluteUri, AcmeKey.CreatePem(), cancellation).ConfigureAwait(false);
        using var key = AcmeKey.FromPem(account.KeyPem);
        using var client = await AcmeClient.ConnectAsync(new AcmeServer(options.Directory, options.CaFile, options.Timeout), key, time, cancellation).ConfigureAwait(false);
        var order = await OrderAsync(client, account, options, host, cancellation).ConfigureAwait(false);
        series.Record(host, AcmeEvent.Ordered);
        foreach (var authorization in order.Authorizations)
            await AuthorizeAsync(client, key, authorization, host, cancellation).ConfigureAwait(false);
        using var certificateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var chain = await client.FinalizeAsync(order, SigningRequestOf(host, certificateKey), host, cancellation).ConfigureAwait(false);
        return new IssuedRow { ChainPem = chain, KeyPem = certificateKey.ExportPkcs8PrivateKeyPem() };
    }

    private async Task<AcmeOrder> OrderAsync(AcmeClient client, AccountRow account, AcmeOptions options, string host, CancellationToken cancellation)
    {
        if (account.Url is { } url)
        {
            client.Account = new Uri(url);
            try
            {
                return await client.OrderAsync(host, cancellation).ConfigureAwait(false);
            }
            catch (AcmeException exception) when (exception.Problem == AcmeProblem.AccountDoesNotExist)
            {
                // The server has lost the account, for example because it is a test server that was restarted.
            }
        }
        var externalKey = options.ExternalAccountKey is { } text ? Base64Url.DecodeFromChars(text) : null;
        await client.RegisterAsync(new AcmeRegistration(options.Contacts, options.ExternalAccountId, externalKey), cancellation).ConfigureAwait(false);
        await store.SetAccountUrlAsync(account.Directory, client.Account!.AbsoluteUri, cancellation).ConfigureAwait(false);
        return await client.OrderAsync(host, cancellation).ConfigureAwait(false);
    }

    private async Task AuthorizeAsync(AcmeClient client, AcmeKey key, Uri authorization, string host, CancellationToken cancellation)
    {
        if (await client.ChallengeAsync(authorization, host, cancellation).ConfigureAwait(false) is not { } challenge)
            return;
        await store.AddChallengeAsync(new ChallengeRow
        {
            Token = challenge.Token,
            Host = host,
            KeyAuthorization = key.Authorize(challenge.Token),
            Expires = (time.GetUtcNow() + ChallengeLifetime).ToUnixTimeMilliseconds(),
        }, cancellation).ConfigureAwait(false);
        try
        {
            await client.ValidateAsync(challenge, host, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await store.RemoveChallengeAsync(challenge.Token, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Returns a certificate signing request (PKCS #10) with the host as subject alternative name only.</summary>
    private static byte[] SigningRequestOf(string host, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }
}
